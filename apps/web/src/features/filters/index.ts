export { columnsOf, comparable, stepColumn, type Column, type Way } from './columns';
export { ConditionLine } from './ConditionLine';
export { alternativesOf, conditionsIn, isComplete, isCondition, isFilter, joined, needsNoValue, negatedOf, operatorsOf, partsOf, periods, readFilter, sentenceOf, wordsOf, type Words } from './filter';
export { FilterEditor } from './FilterEditor';
export { OperandInput } from './OperandInput';
export { filterOfTree, jsonOfTree, treeOf } from './tree';
export { useNames } from './useNames';
export { useSentences } from './words';
