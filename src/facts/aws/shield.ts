import { z } from 'zod';

/** Whether the account subscribes to Shield Advanced. Source: shield:GetSubscriptionState. */
const shieldSubscription = z.strictObject({
  /** The account. */
  id: z.string(),
  isActive: z.boolean(),
});

/** What Shield Advanced protects. A group of protections adds none. Source: shield:ListProtections. */
export const shieldProtection = z.strictObject({
  id: z.string(),
  /** The ARN of the resource that is protected. */
  resourceArn: z.string(),
});

export const shieldFacts = {
  'aws.shield.subscription': shieldSubscription,
  'aws.shield.protection': shieldProtection,
} as const;

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.shield.subscription': z.infer<typeof shieldSubscription>;
    'aws.shield.protection': z.infer<typeof shieldProtection>;
  }
}
