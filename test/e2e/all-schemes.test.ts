import { afterAll, beforeAll } from 'vitest';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { tellAllSchemes } from './all-schemes.js';

let stage: Stage;

beforeAll(async () => {
  stage = await raiseStage();
}, 90_000);
afterAll(() => stage?.close());

tellAllSchemes(() => stage);
