import type en from './interests.en';

export default {
  title: 'Was magst du?',
  text: 'Wähle ein paar Themen, und sie zählen in deinem Feed sofort mehr. Oder keine: Der Feed lernt aus dem, was du ansiehst.',
  guest: 'Ohne Konto gilt das in diesem Tab und wird sonst nirgends behalten.',
  account: 'Du findest sie bei deinem Algorithmus wieder und kannst sie dort zurücknehmen.',
  counted: (o) => `${o.n} von ${o.most}`,
  most: (n) => `Höchstens ${n}`,
  done: 'Zu meinem Feed',
  skip: 'Überspringen',
  few: 'Noch gibt es wenig zu wählen',
  fewText: 'Wenn mehr Clips hier sind, sind es auch ihre Themen.',
  door: 'Themen für den Anfang wählen',
  offer: 'Soll der Feed mit dem anfangen, was du magst?',
  choose: 'Wählen',
} satisfies typeof en;
