export declare function hashPassword(password: string): string;
