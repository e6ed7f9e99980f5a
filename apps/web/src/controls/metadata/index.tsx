import { useEffect } from 'react';
import { isText } from '@/api/narrow';
import type { FieldDescription } from '@/engine';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { asText } from '../shared/values';

const longest = 500;

/** What the browser says; empty when it says nothing. */
function told(field: FieldDescription): string {
  const { source, parameter } = field.settings;
  switch (source) {
    case 'referrer':
      return document.referrer;
    case 'language':
      return navigator.language;
    case 'zone':
      return Intl.DateTimeFormat().resolvedOptions().timeZone;
    case 'device':
      return /Mobi|Android|iPhone/.test(navigator.userAgent) ? 'phone' : 'desk';
    default:
      return isText(parameter) ? (new URLSearchParams(window.location.search).get(parameter) ?? '') : '';
  }
}

/** It fills itself in once, when the form opens. */
function Input({ id, field, value, disabled, onChange }: InputProps) {
  const blank = asText(value) === '';
  useEffect(() => {
    const words = told(field).slice(0, longest);
    if (blank && !disabled && words !== '') onChange(words);
    // What stands in the address when the form opens counts; later changes of the form do not ask again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return field.settings['shown'] === true ? <output id={id}>{asText(value)}</output> : null;
}

function Display({ value }: DisplayProps) {
  return <span>{asText(value)}</span>;
}

export const control = defineControl({ kind: 'metadata', Input, Display, filter: 'text', unseen: (field) => field.settings['shown'] !== true });
