-- How a video that is not out yet is cut: the document of media/edit_list.hpp, and whether its files show it.

CREATE TABLE catalog_edit (
  video bigint PRIMARY KEY,
  document text NOT NULL,
  rendered bigint NOT NULL,
  changed_ms bigint NOT NULL
);
