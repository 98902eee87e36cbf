import { HttpException } from '@nestjs/common';

/** The client left while its call waited to be let in. Nobody reads the answer; filters and logs see this. */
export class ClientLeftException extends HttpException {
  constructor() {
    const status = 499;
    super({ status, detail: 'The client left before its call was let in.' }, status);
  }
}
