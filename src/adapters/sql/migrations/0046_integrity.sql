-- What moderators found of a clip: whole, unoriginal, disputed, borderline. All but the first are shown less often.

ALTER TABLE catalog_video ADD COLUMN integrity text NOT NULL DEFAULT 'whole';
