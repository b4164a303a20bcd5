/** The main screens: where each is, who looks at it, and what is opened on it. Names are those of the pictures. */
const press = (name) => async (page) => {
  await page.getByRole('button', { name }).first().click();
  await page.locator('dialog[open], aside').last().waitFor();
};

export const screens = ({ clips, list, talk, draft, sound }) => [
  { name: 'feed', path: `/v/${clips[0]}` },
  { name: 'comments', path: `/v/${clips[0]}`, who: 'olga', open: press(/comment|Kommentar/i) },
  { name: 'why', path: `/v/${clips[0]}`, who: 'olga', open: press(/^(Why|Warum)/) },
  { name: 'share', path: `/v/${clips[0]}`, open: press(/^(Share|Teilen)/) },
  { name: 'search', path: '/search' },
  { name: 'results', path: '/search?q=sea' },
  { name: 'rising', path: '/rising' },
  { name: 'tag', path: '/tag/sea' },
  { name: 'profile', path: '/@ann' },
  { name: 'own-profile', path: '/@ann', who: 'ann' },
  { name: 'playlist', path: `/playlist/${list}` },
  { name: 'sound', path: `/sound/${sound}` },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'sign-up', path: '/sign-up' },
  { name: 'create', path: '/create', who: 'ann' },
  { name: 'edit', path: `/edit/${draft}`, who: 'ann' },
  { name: 'remix', path: `/remix/${clips[4]}`, who: 'ann' },
  { name: 'studio', path: '/studio', who: 'ann' },
  { name: 'inbox', path: '/inbox', who: 'ann' },
  { name: 'messages', path: '/messages', who: 'ann' },
  { name: 'talk', path: `/messages/${talk}`, who: 'ann' },
  { name: 'saved', path: '/saved', who: 'olga' },
  { name: 'algorithm', path: '/algorithm', who: 'ann' },
  { name: 'my-algorithm', path: '/algorithm/mine', who: 'ann' },
  { name: 'history', path: '/algorithm/history', who: 'ann' },
  { name: 'settings', path: '/settings', who: 'ann' },
  { name: 'watching', path: '/settings/watching', who: 'ann' },
  { name: 'security', path: '/settings/security', who: 'ann' },
  { name: 'data', path: '/settings/data', who: 'ann' },
  { name: 'family', path: '/settings/family', who: 'ann' },
  { name: 'house', path: '/settings/house', who: 'olga' },
  { name: 'moderation', path: '/mod', who: 'mia' },
  { name: 'openings', path: '/mod/openings', who: 'mia' },
  { name: 'live-algorithm', path: '/mod/algorithm', who: 'mia' },
  { name: 'not-found', path: '/nowhere' },
];
