import { type TableSample, type TableView, viewTable } from '@datawave/plugin-sdk';

/** What rules see of a sample, made when the first classifier asks for it and shared by all. */
export function sharedView(sample: TableSample): () => TableView {
  let view: TableView | undefined;
  return () => {
    view ??= viewTable(sample);
    return view;
  };
}
