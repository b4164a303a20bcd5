/**
 * Words in the viewer's language.
 *
 * English is the type: a German table that misses a key or a parameter does not compile. Messages are plain strings,
 * or functions where they take something. Each feature owns one bundle (`messages/<feature>.ts`), so a lazy route
 * brings its own words along; English comes with the code, other languages are fetched when first needed.
 */
export const locales = ['en', 'de'] as const;
export type Locale = (typeof locales)[number];

/** What another language must offer for an English table. */
export type Translation<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => string ? (...args: A) => string : string;
};

type Loader<T> = () => Promise<{ default: Translation<T> }>;
type Loaders<T> = Record<Exclude<Locale, 'en'>, Loader<T>>;

const current = $state<{ locale: Locale }>({ locale: 'en' });
const bundles = new Set<(locale: Locale) => Promise<void>>();
const pending = new Set<Promise<void>>();

/** The language on the page now; reading it inside a component makes the component follow changes. */
export function locale(): Locale {
  return current.locale;
}

/** Registers one feature's words. The answer reads like the English table, in whatever language is chosen. */
export function bundle<T extends object>(en: T, loaders: Loaders<T>): Translation<T> {
  const english = en as unknown as Translation<T>;
  let shown = $state.raw(english);

  async function load(wanted: Locale): Promise<void> {
    const words = wanted === 'en' ? english : (await loaders[wanted]()).default;
    if (wanted === current.locale) shown = words;
  }

  bundles.add(load);
  if (current.locale !== 'en') track(load(current.locale));
  return new Proxy({} as Translation<T>, { get: (_target, key) => shown[key as keyof T] });
}

function track(work: Promise<void>): void {
  const settled = work.catch(() => undefined).finally(() => pending.delete(settled));
  pending.add(settled);
}

/** Resolves when every bundle on the page speaks the chosen language; lazy routes wait for it before they show. */
export async function wordsReady(): Promise<void> {
  await Promise.all(pending);
}

/** Changes the language everywhere at once; a table that cannot be fetched stays English. */
export async function setLocale(wanted: Locale, remember = true): Promise<void> {
  current.locale = wanted;
  for (const load of bundles) track(load(wanted));
  await wordsReady();
  document.documentElement.lang = wanted;
  if (remember) localStorage.setItem('vitrine:locale', wanted);
}

export function isLocale(value: string | null | undefined): value is Locale {
  return (locales as readonly string[]).includes(value ?? '');
}

/** What the viewer chose, or else the first language of the browser that we speak. */
export function preferredLocale(): Locale {
  const chosen = localStorage.getItem('vitrine:locale');
  if (isLocale(chosen)) return chosen;
  for (const tag of navigator.languages) {
    const base = tag.split('-')[0];
    if (isLocale(base)) return base;
  }
  return 'en';
}
