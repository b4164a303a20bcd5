import { describe, expect, it } from 'vitest';
import type { AccountBrief, Conversation, Message } from '$lib/api/types';
import { lineOf, titleOf } from './naming';

const person = (id: string, name = ''): AccountBrief => ({ id, handle: `h${id}`, name, avatar: null });
const member = (account: AccountBrief) => ({ account, accepted: true, read_up_to: null });
const talk = (more: Partial<Conversation>): Conversation => ({
  id: 'c',
  kind: 'pair',
  name: '',
  standing: 'member',
  members: [member(person('me')), member(person('b', 'Ben'))],
  unread: 0,
  last: null,
  at: 0,
  ...more,
});
const said = (more: Partial<Message>): Message => ({
  id: 'm',
  conversation: 'c',
  author: person('b', 'Ben'),
  text: 'hello',
  video: null,
  shares: false,
  at: 0,
  deleted: false,
  ...more,
});

describe('naming', () => {
  it('calls a conversation by its name or its people, never by oneself', () => {
    expect(titleOf(talk({}), 'me')).toBe('Ben');
    expect(titleOf(talk({ name: 'Band' }), 'me')).toBe('Band');
    const three = [person('me'), person('b', 'Ben'), person('c')].map(member);
    expect(titleOf(talk({ members: three }), 'me')).toBe('Ben and hc');
    expect(titleOf(talk({ members: [member(person('me'))] }), 'me')).toBe('Nobody else');
  });

  it('says the last thing in one line', () => {
    expect(lineOf(null, 'me', false)).toBe('');
    expect(lineOf(said({}), 'me', false)).toBe('hello');
    expect(lineOf(said({}), 'me', true)).toBe('Ben: hello');
    expect(lineOf(said({ author: person('me') }), 'me', false)).toBe('You: hello');
    expect(lineOf(said({ text: '', shares: true }), 'me', false)).toBe('Ben shared a clip');
    expect(lineOf(said({ text: '', deleted: true }), 'me', false)).toBe('Taken back');
  });
});
