/** The languages most clips here will be in, by their names in the viewer's language, sorted; `also` are listed besides. */
import { locale } from './index.svelte';

const spoken = ['en', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt', 'tr', 'uk', 'ar', 'hi', 'ja', 'ko', 'zh'];

export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export function languageOptions(also: string[]): { value: string; label: string }[] {
  return [...new Set([...also, ...spoken])]
    .filter((tag) => tag !== '' && tag !== 'zxx')
    .map((tag) => ({ value: tag, label: languageName(tag) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale()));
}
