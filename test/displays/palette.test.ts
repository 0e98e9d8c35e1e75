import { expect, test } from 'bun:test';
import fc from 'fast-check';
import { paletteOf } from '../../displays/shared/palette.ts';
import { contrast } from '../../ui/theme.ts';

/** Text on a ground, as the screens' style sheets put them together. */
const INKS = ['text', 'secondary', 'warning', 'danger', 'info', 'bounty', 'prize', 'primary'];
const GROUNDS = ['--middle', '--edge', '--panel', '--base', '--pause'];
const PAIRS: readonly (readonly [ink: string, ground: string])[] = [
  ...GROUNDS.flatMap((ground) => INKS.map((ink) => [`--ink-${ink}`, ground] as const)),
  ['--on-soft-success', '--soft-success'],
  ['--on-soft-warning', '--soft-warning'],
  ['--on-soft-primary', '--soft-primary'],
  ['--on', '--alarm'],
];

const color = fc
  .integer({ min: 0, max: 0xffffff })
  .map((n) => `#${n.toString(16).padStart(6, '0')}`);
const look = fc.record({ accent: fc.option(color), background: fc.option(color) });

test('DSP-5: all text reads at 7:1 on every ground, whatever colours the venue chose', () => {
  fc.assert(
    fc.property(fc.constantFrom('dark', 'light'), look, (theme, chosen) => {
      const colors = new Map(paletteOf(theme, chosen));
      for (const [ink, ground] of PAIRS) {
        const found = contrast(colors.get(ink) ?? '', colors.get(ground) ?? '');
        expect(found, `${ink} on ${ground}`).toBeGreaterThanOrEqual(7);
      }
    }),
    { numRuns: 60 },
  );
});

test('DSP-5: an accent that reads is taken as it is', () => {
  const colors = new Map(paletteOf('dark', { accent: '#7dd3fc', background: null }));
  expect(colors.get('--ink-primary')).toBe('#7dd3fc');
});
