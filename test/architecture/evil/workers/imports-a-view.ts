import { Part } from '../web/views/case/part';

export const drawn = Part;
