/** Vitrine as an app of the device. */
export default {
  title: 'As an app',
  text: 'On your home screen Vitrine starts at once, without the bars of a browser, also where there is no network. It is the same page: nothing is fetched from a store, and nothing more is asked of your device.',
  install: 'Install',
  offer: 'Keep Vitrine on your home screen?',
  installed: 'You are looking at the installed app.',
  ios: 'On an iPhone or iPad: press the share button of Safari, then “Add to Home Screen”.',
  byBrowser: 'Your browser offers it in its own menu, as “Install” or “Add to home screen”, where it can.',
};
