/** Answers the API's calls from a table, and remembers what was asked. */
import { vi } from 'vitest';

export interface Asked {
  route: string;
  body: unknown;
  headers: Headers;
}

type Answer = { status?: number; body?: unknown };
type Answers = Record<string, Answer | ((body: unknown) => Answer)>;

/** `answers` by "METHOD /path"; anything else is a 404. */
export function fakeServer(answers: Answers): Asked[] {
  const asked: Asked[] = [];
  const fake = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request =
      input instanceof Request ? input : new Request(new URL(String(input), location.href), init);
    const text = await request.text();
    const body: unknown = text ? JSON.parse(text) : undefined;
    const route = `${request.method} ${new URL(request.url).pathname.replace('/api/v1', '')}`;
    asked.push({ route, body, headers: request.headers });
    const found = answers[route];
    const answer =
      typeof found === 'function' ? found(body) : (found ?? { status: 404, body: { code: 'absent' } });
    const status = answer.status ?? 200;
    return new Response(answer.body === undefined ? null : JSON.stringify(answer.body), { status });
  };
  vi.stubGlobal('fetch', fake);
  return asked;
}

export const refusal = (status: number, code: string, field?: string): Answer => ({
  status,
  body: { type: `/problems/${code}`, title: '', status, code, detail: `detail of ${code}`, field },
});

export const instance = (more: object = {}) => ({
  name: 'Nachtlicht',
  version: '0.1.0',
  first_run: false,
  sign_up: 'open',
  languages: ['en', 'de'],
  limits: {
    upload_bytes_max: 1_000_000,
    duration_ms_max: 60_000,
    title_chars_max: 120,
    description_chars_max: 2200,
    comment_chars_max: 1000,
    handle_chars_max: 30,
    password_chars_min: 8,
  },
  ...more,
});

export const account = (handle = 'ada', role = 'creator') => ({
  id: 'acc0000000001',
  handle,
  name: handle,
  avatar: null,
  bio: '',
  created_at: 0,
  counts: { followers: 0, following: 0, videos: 0, likes: 0 },
  my: null,
  role,
});
