import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import Slider from '$ui/Slider.svelte';

describe('a slider', () => {
  it('says the value it shows, before whoever listens has answered', async () => {
    const text = (value: number) => `${value} of ten`;
    render(Slider, { label: 'How much', value: 3, max: 10, step: 1, text });
    const slider = screen.getByRole<HTMLInputElement>('slider', { name: /How much/ });
    slider.value = '7';
    await fireEvent.input(slider);
    expect(slider.getAttribute('aria-valuetext')).toBe('7 of ten');
    expect(screen.getByText('7 of ten')).toBeTruthy();
  });
});
