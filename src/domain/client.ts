/** Stands for the address of clients that the request log gives none of. */
export const unknownClient = '(unknown)';

/** Stands for the address of all clients of an hour beyond those that are counted one by one. */
export const otherClients = '(other)';
