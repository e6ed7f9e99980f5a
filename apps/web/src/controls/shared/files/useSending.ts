import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/components';
import type { InputProps } from '../../define';
import { useFormServices, type StoredFile } from '../../services';
import { asFiles, settingNumber } from '../values';
import { keepHere } from './local';
import { shrunk } from './pictures';

interface Limits {
  most: number;
  megabytes: number;
  /** The longer side of pictures in pixels; 0 leaves them as they are. */
  longest: number;
}

/** The limits of a field, with what its kind has when nothing is set. */
export function limitsOf(props: InputProps, most: number, megabytes: number, longest = 0): Limits {
  const { settings } = props.field;
  return {
    most: settingNumber(settings, 'max_count') ?? most,
    megabytes: settingNumber(settings, 'max_mb') ?? megabytes,
    longest: settingNumber(settings, 'longest') ?? longest,
  };
}

export interface Sending {
  files: readonly StoredFile[];
  /** How far the upload is, 0 to 1; none when nothing is on its way. */
  share: number | null;
  /** How many more there may be. */
  room: number;
  send: (chosen: readonly File[]) => Promise<void>;
  replace: (file: StoredFile) => void;
  remove: (file: StoredFile) => void;
}

/** The files of a field and the way to the server. */
export function useSending(props: InputProps, limits: Limits): Sending {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const services = useFormServices();
  const [share, setShare] = useState<number | null>(null);
  const files = asFiles(props.value);
  const room = limits.most - files.length;
  const sendOne = async (chosen: File): Promise<StoredFile | null> => {
    const file = await shrunk(chosen, limits.longest);
    if (file.size > limits.megabytes * 1024 * 1024) {
      message.error(t('upload.too_large', { name: file.name, megabytes: limits.megabytes }));
      return null;
    }
    const stored = await services.upload(file, setShare, props.path);
    keepHere(stored, file);
    return stored;
  };
  return {
    files,
    share,
    room,
    send: async (chosen) => {
      let held = files;
      setShare(0);
      for (const file of chosen.slice(0, room)) {
        try {
          const stored = await sendOne(file);
          if (stored === null) continue;
          held = [...held, stored];
          props.onChange(held);
        } catch (error) {
          message.error(problemText(error));
        }
      }
      setShare(null);
    },
    replace: (file) => {
      props.onChange(files.map((one) => (one.id === file.id ? file : one)));
    },
    remove: (file) => {
      const rest = files.filter((one) => one.id !== file.id);
      props.onChange(rest.length === 0 ? null : rest);
    },
  };
}
