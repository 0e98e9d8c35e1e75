import './base.css';
import type { ReadonlySignal, Signal } from '@preact/signals';
import { computed, effect, signal, useComputed, useSignal, useSignalEffect } from '@preact/signals';
import htm from 'htm';
import type { ComponentChildren, VNode } from 'preact';
import { h, render } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** Every page gets its framework from here, bound together once. */
export const html = htm.bind(h);
export type { ComponentChildren, ReadonlySignal, Signal, VNode };
export {
  computed,
  effect,
  h,
  render,
  signal,
  useComputed,
  useEffect,
  useLayoutEffect,
  useRef,
  useSignal,
  useSignalEffect,
};

/** The field that an event happened in. */
export const typedIn = (event: Event): string => {
  const { target } = event;
  const isField =
    target instanceof HTMLInputElement ||
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement;
  return isField ? target.value : '';
};
