/** What a conversation is called, and what stands of it in a list. */
import type { AccountBrief, Conversation, Message } from '$lib/api/types';
import { list } from '$lib/i18n/format';
import { talkWords as words } from '$lib/i18n/messages/talk';

export const nameOf = (person: AccountBrief): string => person.name || person.handle;

export const othersOf = (talk: Conversation, me: string | undefined): AccountBrief[] =>
  talk.members.map((member) => member.account).filter((person) => person.id !== me);

export function titleOf(talk: Conversation, me: string | undefined): string {
  if (talk.name) return talk.name;
  const others = othersOf(talk, me);
  if (others.length === 0) return words.nobody;
  return list(others.map(nameOf));
}

export function lineOf(message: Message | null, me: string | undefined, group: boolean): string {
  if (!message) return '';
  if (message.deleted) return words.takenBack;
  const who = message.author.id === me ? words.you : nameOf(message.author);
  if (!message.text) return `${who} ${words.shared}`;
  return group || message.author.id === me ? `${who}: ${message.text}` : message.text;
}
