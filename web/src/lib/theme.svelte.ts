/** Night by default (a dark gallery), day or the device's choice if the viewer says so. */
export type Theme = 'dark' | 'light' | 'system';

const key = 'vitrine:theme';
const day = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: light)') : null;

function stored(): Theme {
  const value = localStorage.getItem(key);
  return value === 'light' || value === 'system' ? value : 'dark';
}

let chosen = $state<Theme>('dark');

function apply(): void {
  const light = chosen === 'light' || (chosen === 'system' && day?.matches === true);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
  const colour = light ? '#f7f6f2' : '#0a0c0d';
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', colour);
}

export function theme(): Theme {
  return chosen;
}

export function setTheme(next: Theme): void {
  chosen = next;
  localStorage.setItem(key, next);
  apply();
}

export function startTheme(): void {
  chosen = stored();
  apply();
  day?.addEventListener('change', apply);
}
