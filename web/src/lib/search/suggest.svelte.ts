/** Suggestions while one types: every pause sends what stands in the field. Off until somebody wants them. */
const key = 'vitrine:suggest';

let on = $state(read());

function read(): boolean {
  try {
    return localStorage.getItem(key) === 'on';
  } catch {
    return false; // Storage may be forbidden.
  }
}

export const suggest = {
  get on(): boolean {
    return on;
  },
  turn(value: boolean): void {
    on = value;
    localStorage.setItem(key, value ? 'on' : 'off');
  },
};
