/** What is asked for, as it stands in the address of the page and in the call. */
export const parts = ['all', 'videos', 'people', 'tags', 'sounds'] as const;
export const times = ['day', 'week', 'month', 'year'] as const;
export const lengths = ['short', 'medium', 'long'] as const;

export type Part = (typeof parts)[number];
export type When = (typeof times)[number];
export type Length = (typeof lengths)[number];

export interface Question {
  q: string;
  in: Part;
  when?: When;
  length?: Length;
  language?: string;
  order?: 'newest';
  captions?: true;
  adult?: true;
  exact?: true;
}

function one<T extends string>(list: readonly T[], value: string | null): T | undefined {
  return list.find((each) => each === value);
}

export function fromAddress(query: URLSearchParams): Question {
  const language = query.get('language') ?? '';
  return {
    q: (query.get('q') ?? '').trim().slice(0, 200),
    in: one(parts, query.get('in')) ?? 'all',
    when: one(times, query.get('when')),
    length: one(lengths, query.get('length')),
    language: /^[a-z]{2,3}$/.test(language) ? language : undefined,
    order: query.get('order') === 'newest' ? 'newest' : undefined,
    captions: query.get('captions') === 'true' ? true : undefined,
    adult: query.get('adult') === 'true' ? true : undefined,
    exact: query.get('exact') === 'true' ? true : undefined,
  };
}

export function toAddress(question: Question): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(question))
    if (value !== undefined && value !== '' && !(name === 'in' && value === 'all'))
      query.set(name, String(value));
  return query.size > 0 ? `/search?${query}` : '/search';
}

/** How many filters are set: those that hide something. */
export function filtersOf(question: Question): number {
  return [question.when, question.length, question.language, question.captions, question.adult].filter(
    Boolean,
  ).length;
}
