/** Accounts, profiles, create, inbox, settings, moderation. */
import type { Route } from '$lib/router.svelte';

export const people: Route[] = [];
