import { z } from 'zod';
import { plainText } from './objects.js';

const common = {
  // The blocks are checked one by one for the surface they are on.
  blocks: z.array(z.unknown()),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

/** The frame around the blocks of a modal or the Home tab. */
export const viewFrame = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('modal'),
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
    ...common,
  }),
  z.strictObject({ type: z.literal('home'), ...common }),
]);
