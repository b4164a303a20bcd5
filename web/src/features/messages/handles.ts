/** The names for signing in that somebody typed with commas or spaces between them. */
export const handlesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,;]+/)
      .map((word) => word.replace(/^@/, '').toLowerCase())
      .filter((word) => /^[a-z0-9_.]{1,30}$/.test(word)),
  ),
];
