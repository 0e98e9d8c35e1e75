import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { decimalFrom, decimalOf, isExact, minorUnits } from '../../../src/importers/tdt/decimal.ts';

describe('IMP-1: amounts keep every digit', () => {
  test.each([
    ['33.34', '33.34'],
    ['-0.50', '-0.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['007', '7'],
    ['-0', '0'],
    ['1e21', '1000000000000000000000'],
    ['12.5e-3', '0.0125'],
    ['NaN', null],
    ['Infinity', null],
    ['', null],
    ['-', null],
    ['1e999', null],
    ['9'.repeat(65), null],
  ])('%s reads as %p', (source, decimal) => {
    expect(decimalOf(source)).toBe(decimal);
  });

  test.each([
    ['33.34', 2, 3334, true],
    ['33.345', 2, 3335, false],
    ['-33.345', 2, -3335, false],
    ['0.004', 2, 0, false],
    ['200', 0, 200, true],
    ['1.0005', 3, 1001, false],
  ])('%s with %d digits is %d', (decimal, digits, units, exact) => {
    expect(minorUnits(decimal, digits)).toBe(units);
    expect(isExact(decimal, digits)).toBe(exact);
  });

  test('minor units and decimals name the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), fc.nat(4), (minor, digits) => {
        expect(minorUnits(decimalFrom(minor, digits), digits)).toBe(minor);
      }),
    );
  });

  test('what JavaScript prints is read as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e30, max: 1e30 }), (value) => {
        fc.pre(value === 0 || Math.abs(value) > 1e-40);
        expect(Number(decimalOf(String(value)))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});
