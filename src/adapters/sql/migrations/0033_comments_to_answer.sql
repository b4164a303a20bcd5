-- What was said under somebody's videos, newest first, whichever video it was.
DROP INDEX social_comment_video_author;
CREATE INDEX social_comment_maker ON social_comment (video_author, id);
