import { Part } from '../case/part';

export const Board = () => Part();
