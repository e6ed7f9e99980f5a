import { App } from 'antd';
import { Problem } from '@/api';
import { useProblemText } from '@/components';
import type { FormController } from '@/features/form';

/** Shows a refusal: beside the fields where it belongs to some, else as a message. */
export function useRefusal(): (error: unknown, controller: FormController | null) => void {
  const { message } = App.useApp();
  const problemText = useProblemText();
  return (error, controller) => {
    const faults = error instanceof Problem ? error.errors : [];
    const homeless = controller === null ? faults.map((fault) => fault.message) : controller.refuse(faults);
    if (faults.length === 0 || homeless.length > 0) message.error([problemText(error), ...homeless.filter((words) => words !== problemText(error))].join(' '));
    else message.error(problemText(error));
  };
}
