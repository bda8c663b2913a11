/** `view.state.values` of a submitted dialog, as far as it is read: block id -> action id -> what was filled in. */
export type StateValues = Readonly<Record<string, Readonly<Record<string, InputValue>>>>;

export type InputValue = {
  readonly value?: string | null;
  readonly selected_option?: { readonly value: string } | null;
  readonly selected_options?: readonly { readonly value: string }[] | null;
};
