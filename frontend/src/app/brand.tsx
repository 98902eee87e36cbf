import mark from '../ui/mark.svg?inline';
import { appMessages } from './messages.ts';

/** The product's mark and name. */
export function Brand() {
  return (
    <span className="flex items-center gap-2 font-semibold tracking-tight">
      <img src={mark} alt="" width={20} height={20} />
      {appMessages.product}
    </span>
  );
}
