/** Short names for the types that the server publishes. */
import type { components } from '@/generated/api';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Session = Schemas['Session'];
export type AppSummary = Schemas['AppSummary'];
export type MenuEntry = Schemas['MenuEntry'];
export type FormDetail = Schemas['FormDetail'];
export type FieldAccess = Schemas['FieldAccess'];
export type RecordQuery = Schemas['RecordQuery'];
export type RecordRow = Schemas['RecordRow'];
export type RecordDetail = Schemas['RecordDetail'];
export type RecordLink = Schemas['RecordLink'];
export type HistoryEntry = Schemas['HistoryEntry'];
export type Comment = Schemas['Comment'];
export type FlowTrace = Schemas['FlowTrace'];
export type ClockReading = Schemas['ClockReading'];
export type DeadlineReading = Schemas['DeadlineReading'];
export type TraceEntry = Schemas['TraceEntry'];
export type TraceNode = Schemas['TraceNode'];
export type TraceEdge = Schemas['TraceEdge'];
export type TracePerson = Schemas['TracePerson'];
export type Branch = Schemas['Branch'];
export type CaseOffer = Schemas['CaseOffer'];
export type TaskChoices = Schemas['TaskChoices'];
export type Absence = Schemas['Absence'];
export type AssignmentCheck = Schemas['AssignmentCheck'];
export type StepFinds = Schemas['StepFinds'];
export type TaskBox = 'todo' | 'done' | 'started' | 'cc';
export type TaskCard = Schemas['TaskCard'];
export type TaskCounts = Schemas['TaskCounts'];
export type MessageItem = Schemas['MessageItem'];
export type PersonRef = Schemas['PersonRef'];
export type SortBy = Schemas['SortBy'];
export type WidgetPlace = Schemas['WidgetPlace'];
export type ListGroup = Schemas['GroupRow'];
export type ListGroups = Schemas['Groups'];
