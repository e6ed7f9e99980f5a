"""SpiffWorkflow on the process that the flow core is measured with: five approvals in a row, one after the other, on one core.

Prints figures in the form that `cargo xtask bench` reads. CPU time of this process, so that a busy machine does not falsify them.
"""
import io
import time
from importlib.metadata import version

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState
from lxml import etree

STEPS = 5
SPAN = 3.0

NODES = ['<bpmn:startEvent id="start"/>']
NODES += [f'<bpmn:userTask id="step_{n}" name="Step {n}"/>' for n in range(1, STEPS + 1)]
NODES += ['<bpmn:endEvent id="end"/>']
ORDER = ['start', *[f'step_{n}' for n in range(1, STEPS + 1)], 'end']
FLOWS = [f'<bpmn:sequenceFlow id="e{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(zip(ORDER, ORDER[1:]))]
MODEL = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">'
    f'<bpmn:process id="approval" isExecutable="true">{"".join(NODES + FLOWS)}</bpmn:process></bpmn:definitions>'
)


def model():
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(MODEL.encode())), filename='approval.bpmn')
    return parser.get_spec('approval')


def case(spec, between):
    """Plays one case to its end; answers how many approvals that were."""
    workflow = BpmnWorkflow(spec)
    workflow.do_engine_steps()
    steps = 0
    while not workflow.completed:
        workflow = between(workflow)
        task = next(iter(workflow.get_tasks(state=TaskState.READY, manual=True)))
        task.set_data(**{f'outcome_{steps}': 'approve'})
        task.run()
        workflow.do_engine_steps()
        steps += 1
    assert steps == STEPS, steps
    return steps


def rate(spec, between):
    case(spec, between)
    begun = time.process_time()
    steps = 0
    while time.process_time() - begun < SPAN:
        steps += case(spec, between)
    return steps / (time.process_time() - begun)


def main():
    spec = model()
    serializer = BpmnWorkflowSerializer()

    def stored(workflow):
        return serializer.deserialize_json(serializer.serialize_json(workflow))

    name = f'SpiffWorkflow {version("SpiffWorkflow")}'
    for way, between in (('in memory', lambda workflow: workflow), ('with JSON out and in', stored)):
        print(f'figure\t{name}, the same process, {way}\t{rate(spec, between):.0f}\t/s\t\t\tCPU time of one core', flush=True)


if __name__ == '__main__':
    main()
