/** The tags somebody typed into one line, with or without #, each once. What a tag is, the server says. */
export function tagsIn(typed: string): string[] {
  return [
    ...new Set(
      typed
        .split(/[\s,;#]+/u)
        .map((word) => word.trim())
        .filter((word) => word !== ''),
    ),
  ].slice(0, 20);
}
