import { Cascader } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useText } from '@/i18n';
import type { InputProps } from '../../define';
import { keptOf, pathTo, type Region } from './tree';

/** The table of regions; it is loaded when somebody needs it. */
export function useRegions(wanted = true) {
  return useQuery({
    queryKey: ['regions'],
    queryFn: async () => (await import('./data')).regions(),
    staleTime: Infinity,
    gcTime: Infinity,
    enabled: wanted,
  });
}

interface Option {
  value: string;
  label: string;
  children?: Option[];
}

const depths: Readonly<Record<string, number>> = { province: 1, city: 2 };

/** Down to the wanted level; below the big cities districts stand where elsewhere cities do. */
function optionsOf(regions: readonly Region[], level: string, depth = 1): Option[] {
  const deeper = depth < (depths[level] ?? 3);
  return regions
    .filter((region) => level !== 'city' || region.code.endsWith('00'))
    .map((region) => {
      const below = deeper ? optionsOf(region.children, level, depth + 1) : [];
      return { value: region.code, label: region.name, ...(below.length === 0 ? {} : { children: below }) };
    });
}

interface RegionPickerProps {
  input: InputProps;
  id: string;
  label?: string;
  code: string;
  level: string;
  anyLevel: boolean;
  choose: (kept: Record<string, string> | null) => void;
}

/** Province, city, district, level by level or by searching. */
export function RegionPicker({ input, id, label, code, level, anyLevel, choose }: RegionPickerProps) {
  const text = useText();
  const { data, isLoading } = useRegions();
  const tree = data ?? [];
  const path = pathTo(tree, code).map((region) => region.code);
  return (
    <Cascader<Option>
      id={id}
      style={{ width: '100%' }}
      value={path}
      options={optionsOf(tree, level)}
      loading={isLoading}
      changeOnSelect={anyLevel}
      disabled={input.disabled}
      placeholder={text(input.field.placeholder)}
      showSearch={{ filter: (search, steps) => steps.some((step) => step.label.includes(search.trim())) || steps.map((step) => step.label).join('').includes(search.replaceAll(/\s/g, '')) }}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(input.invalid ? { status: 'error' as const } : {})}
      aria-invalid={input.invalid}
      aria-required={input.required}
      aria-describedby={input.describedBy}
      onChange={(chosen) => {
        const last = chosen?.at(-1);
        choose(typeof last === 'string' ? keptOf(pathTo(tree, last)) : null);
      }}
    />
  );
}
