import './styles/tokens.css';
import './styles/base.css';
import './styles/motion.css';
import { mount } from 'svelte';
import App from './App.svelte';
import { startPrefs } from '$lib/a11y/prefs.svelte';
import { startSession } from '$lib/auth/session.svelte';
import { firstPicture } from '$lib/first-picture';
import { preferredLocale, setLocale } from '$lib/i18n/index.svelte';
import { listenForInstall } from '$lib/install-event';
import { startTheme } from '$lib/theme.svelte';

startTheme();
startPrefs();
startSession();
if (import.meta.env.PROD) listenForInstall();
await setLocale(preferredLocale(), false);

const target = document.getElementById('app');
if (target) mount(App, { target });
void firstPicture.then(() => import('$lib/later')).then((later) => later.startLater());
