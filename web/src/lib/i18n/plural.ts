/** Picks the word form for a count, by the rules of one language. */
export function pluralOf(tag: string) {
  const rules = new Intl.PluralRules(tag);
  const digits = new Intl.NumberFormat(tag);
  return (n: number, forms: { one: string; other: string }): string => {
    const form = rules.select(n) === 'one' ? forms.one : forms.other;
    return form.replaceAll('#', digits.format(n));
  };
}
