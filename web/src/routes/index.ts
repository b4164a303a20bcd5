/** Every page of the app that is not the feed. The feed itself ('/', '/following', '/latest', '/v/:id') is in App. */
import type { Route } from '$lib/router.svelte';
import { algorithm } from './algorithm';
import { finding } from './finding';
import { people } from './people';
import { studio } from './studio';

export const routes: Route[] = [...people, ...studio, ...finding, ...algorithm];
