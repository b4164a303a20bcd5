// Generated from the server's OpenAPI by "npm run api". Do not edit.
export interface paths {
    "/api/v1/instance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What this installation is and allows
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What this installation is and allows */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Instance"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * First run: names the house, makes its owner
         * @description Who: anyone. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        instance_name: string;
                        handle: string;
                        name: string;
                        password: string;
                        code?: string;
                    };
                };
            };
            responses: {
                /** @description First run: names the house, makes its owner */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: components["schemas"]["Account"];
                            token?: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs up
         * @description Who: anyone. Rate: sign_up (10 in 3600 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        handle: string;
                        name?: string;
                        password: string;
                        invite?: string;
                        /** @enum {string} */
                        deliver?: "cookie" | "token";
                    };
                };
            };
            responses: {
                /** @description Signs up */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: components["schemas"]["Account"];
                            token?: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who one is here, if anybody
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Who one is here, if anybody */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            me: {
                                account: components["schemas"]["Account"];
                                settings: {
                                    language: string;
                                };
                                /** Format: int64 */
                                unread: number;
                                limits: components["schemas"]["FamilyLimits"] | null;
                            } | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Signs in
         * @description Who: anyone. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        handle: string;
                        password: string;
                        code?: string;
                        /** @enum {string} */
                        deliver?: "cookie" | "token";
                    };
                };
            };
            responses: {
                /** @description Signs in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: components["schemas"]["Account"];
                            token?: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Signs out here
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Signs out here */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where one is signed in
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Where one is signed in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Session"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        /**
         * Signs out everywhere
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Signs out everywhere */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Signs out one device
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    session: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Signs out one device */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One's own account
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One's own account */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: components["schemas"]["Account"];
                            settings: {
                                language: string;
                            };
                            /** Format: int64 */
                            unread: number;
                            limits: components["schemas"]["FamilyLimits"] | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes name, bio or language
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        bio?: string;
                        language?: string;
                        private?: boolean;
                    };
                };
            };
            responses: {
                /** @description Changes name, bio or language */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: components["schemas"]["Account"];
                            settings: {
                                language: string;
                            };
                            /** Format: int64 */
                            unread: number;
                            limits: components["schemas"]["FamilyLimits"] | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Changes the password; other devices are signed out
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        current: string;
                        new: string;
                    };
                };
            };
            responses: {
                /** @description Changes the password; other devices are signed out */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{handle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Somebody's profile
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Somebody's profile */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Account"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/invites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Invites that were made
         * @description Who: owner. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Invites that were made */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Invite"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Makes an invite
         * @description Who: owner. Rate: write (120 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: int64 */
                        uses_max?: number;
                        /** Format: int64 */
                        expires_in_ms?: number;
                    };
                };
            };
            responses: {
                /** @description Makes an invite */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invite"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/invites/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes an invite
         * @description Who: owner. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Revokes an invite */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/instance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes name or sign-up mode
         * @description Who: owner. Rate: write (120 in 60 s). Apps: never.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name?: string;
                        /** @enum {string} */
                        sign_up?: "open" | "invite" | "closed";
                    };
                };
            };
            responses: {
                /** @description Changes name or sign-up mode */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Instance"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/me/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a second proof is wanted at sign-in
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Whether a second proof is wanted at sign-in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            on: boolean;
                            /** Format: int64 */
                            recovery_left: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * A new secret for an authenticator app; counts once confirmed
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password?: string;
                    };
                };
            };
            responses: {
                /** @description A new secret for an authenticator app; counts once confirmed */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            secret: string;
                            uri: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The app's first code; answers the recovery codes
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                    };
                };
            };
            responses: {
                /** @description The app's first code; answers the recovery codes */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            recovery_codes: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * New recovery codes; the old ones are worth nothing
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password?: string;
                        code: string;
                    };
                };
            };
            responses: {
                /** @description New recovery codes; the old ones are worth nothing */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            recovery_codes: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/second-factor/off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signing in takes the password alone again
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password?: string;
                        code: string;
                    };
                };
            };
            responses: {
                /** @description Signing in takes the password alone again */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/family": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One's guardian and wards, with the limits that were set
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One's guardian and wards, with the limits that were set */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            guardian: components["schemas"]["FamilyPairing"] | null;
                            wards: components["schemas"]["FamilyPairing"][];
                            /** Format: int64 */
                            code_until: number | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/family/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A code for whoever is to be one's guardian; good once, for ten minutes
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A code for whoever is to be one's guardian; good once, for ten minutes */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            code: string;
                            /** Format: int64 */
                            until: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/family/wards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Becomes the guardian of whoever made this code
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                    };
                };
            };
            responses: {
                /** @description Becomes the guardian of whoever made this code */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FamilyPairing"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/family/wards/{handle}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sets the limits of a ward
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FamilyLimits"];
                };
            };
            responses: {
                /** @description Sets the limits of a ward */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FamilyPairing"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/family/wards/{handle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Is no longer their guardian
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Is no longer their guardian */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/family/guardian": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Has no guardian any more
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Has no guardian any more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/passkey/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a passkey has to sign to sign in; good once, for five minutes
         * @description Who: anyone. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What a passkey has to sign to sign in; good once, for five minutes */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            challenge: string;
                            place: string;
                            /** Format: int64 */
                            timeout_ms: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Signs in with a passkey
         * @description Who: anyone. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        credential: string;
                        client_data: string;
                        authenticator_data: string;
                        signature: string;
                        user?: string;
                        /** @enum {string} */
                        deliver?: "cookie" | "token";
                    };
                };
            };
            responses: {
                /** @description Signs in with a passkey */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            account: components["schemas"]["Account"];
                            token?: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One's passkeys, oldest first
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One's passkeys, oldest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Passkey"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Keeps a passkey that the browser made
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        client_data: string;
                        attestation: string;
                    };
                };
            };
            responses: {
                /** @description Keeps a passkey that the browser made */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Passkey"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a browser needs to make a passkey; good once, for five minutes
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What a browser needs to make a passkey; good once, for five minutes */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            challenge: string;
                            place: string;
                            /** Format: int64 */
                            timeout_ms: number;
                            house: string;
                            user: string;
                            handle: string;
                            name: string;
                            algorithms: number[];
                            known: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/passkeys/{passkey}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Removes a passkey: it opens nothing any more
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    passkey: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removes a passkey: it opens nothing any more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        /**
         * Names a passkey
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    passkey: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Names a passkey */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/oauth/request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which app asks for what; changes nothing
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query: {
                    client_id: string;
                    redirect_uri: string;
                    response_type?: string;
                    scope?: string;
                    state?: string;
                    code_challenge?: string;
                    code_challenge_method?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Which app asks for what; changes nothing */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            app: components["schemas"]["App"];
                            scopes: ("read" | "write" | "upload")[];
                            redirect_uri: string;
                            refused: {
                                error: string;
                                detail: string;
                                redirect: string;
                            } | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says yes or no to it, and where to go with the answer
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        client_id: string;
                        redirect_uri: string;
                        response_type?: string;
                        scope?: string;
                        state?: string;
                        code_challenge?: string;
                        code_challenge_method?: string;
                        allow: boolean;
                    };
                };
            };
            responses: {
                /** @description Says yes or no to it, and where to go with the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            redirect: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth/devices/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which app waits on the device that shows this code
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Which app waits on the device that shows this code */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            app: components["schemas"]["App"];
                            scopes: ("read" | "write" | "upload")[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Says yes or no to it
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        allow: boolean;
                    };
                };
            };
            responses: {
                /** @description Says yes or no to it */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Apps that act for one, used last first
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Apps that act for one, used last first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["AppAccess"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/apps/{app}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Ends what an app may, on every device and at once
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ends what an app may, on every device and at once */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/made-apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Apps one made
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Apps one made */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["OwnApp"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Registers an app: a public client, without a secret
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        redirects: string[];
                    };
                };
            };
            responses: {
                /** @description Registers an app: a public client, without a secret */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OwnApp"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/made-apps/{app}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Removes an app, with everything anybody granted to it
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    app: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removes an app, with everything anybody granted to it */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether one showed who one is here in the last ten minutes, and how one can
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Whether one showed who one is here in the last ten minutes, and how one can */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            fresh: boolean;
                            password: boolean;
                            code: boolean;
                            passkey: boolean;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Shows password, code or passkey again: for ten minutes counts as just signed in
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password?: string;
                        code?: string;
                        passkey?: {
                            credential: string;
                            client_data: string;
                            authenticator_data: string;
                            signature: string;
                            user?: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Shows password, code or passkey again: for ten minutes counts as just signed in */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/proof/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a passkey has to sign as a proof; good once, for five minutes
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What a passkey has to sign as a proof; good once, for five minutes */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            challenge: string;
                            place: string;
                            /** Format: int64 */
                            timeout_ms: number;
                            known: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{handle}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Follows somebody
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Follows somebody */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Follows no more
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Follows no more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{handle}/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Blocks somebody: neither sees the other
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Blocks somebody: neither sees the other */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Unblocks
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Unblocks */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{handle}/mute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Wants to hear nothing of somebody
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Wants to hear nothing of somebody */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Unmutes
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Unmutes */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/follow-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who asks to follow one's private account, newest first
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Who asks to follow one's private account, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["AccountBrief"][];
                            next: string | null;
                            /** Format: int64 */
                            waiting: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/follow-requests/{handle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Lets somebody follow who asked to
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Lets somebody follow who asked to */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Does not let somebody follow; they are not told
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Does not let somebody follow; they are not told */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/followers/{handle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes a follower away; they are not told
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes a follower away; they are not told */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{handle}/followers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The followers of somebody, newest first
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The followers of somebody, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["AccountBrief"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{handle}/following": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The following of somebody, newest first
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The following of somebody, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["AccountBrief"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One's own blocks, newest first
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One's own blocks, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["AccountBrief"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/mutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One's own mutes, newest first
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One's own mutes, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["AccountBrief"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * One's like of a video; repeatable
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One's like of a video; repeatable */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VideoReaction"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Takes one's like back; repeatable
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes one's like back; repeatable */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VideoReaction"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/likes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Videos one gave a like, newest first
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Videos one gave a like, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Video"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/save": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * One's save of a video; repeatable
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One's save of a video; repeatable */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VideoReaction"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Takes one's save back; repeatable
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes one's save back; repeatable */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VideoReaction"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/saves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Videos one gave a save, newest first
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Videos one gave a save, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Video"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/share": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Counts a share, once per person
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Counts a share, once per person */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Comments of a video, or the replies to one (oldest first)
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    parent?: string;
                    sort?: "top" | "new";
                };
                header?: never;
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Comments of a video, or the replies to one (oldest first) */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Comment"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Says something about a video, or answers a comment
         * @description Who: signed in. Rate: comment (30 in 60 s). Apps: with the scope write.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text: string;
                        parent?: string | null;
                    };
                };
            };
            responses: {
                /** @description Says something about a video, or answers a comment */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Comment"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comments/{comment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Deletes a comment: its author, the video's author, a moderator
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    comment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deletes a comment: its author, the video's author, a moderator */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        /**
         * Edits one's comment
         * @description Who: signed in. Rate: comment (30 in 60 s). Apps: with the scope write.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    comment: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text: string;
                    };
                };
            };
            responses: {
                /** @description Edits one's comment */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Comment"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/comments/{comment}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Holds a comment up under one's video, instead of any other
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    comment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Holds a comment up under one's video, instead of any other */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Comment"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Takes it down again
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    comment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes it down again */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Comment"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comments/{comment}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Lets a comment out that one's filter holds back
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    comment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Lets a comment out that one's filter holds back */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Comment"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comments/{comment}/hide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Holds a comment under one's video back: only its author and oneself see it
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    comment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Holds a comment under one's video back: only its author and oneself see it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Comment"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comments/{comment}/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a comment said before, latest first
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    comment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What a comment said before, latest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                text: string;
                                /** Format: int64 */
                                until: number;
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/comment-filter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Words that hold comments under one's videos back
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Words that hold comments under one's videos back */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            words: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Sets them
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        words: string[];
                    };
                };
            };
            responses: {
                /** @description Sets them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            words: string[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/comments-to-answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What others said under one's videos and waits for an answer, or is held back
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    which?: "waiting" | "held";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What others said under one's videos and waits for an answer, or is held back */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["CommentToAnswer"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/comments/{comment}/like": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Likes a comment; repeatable
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    comment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Likes a comment; repeatable */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommentReaction"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Takes the like back; repeatable
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    comment: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes the like back; repeatable */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommentReaction"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What one was told, latest first
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What one was told, latest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Notification"][];
                            next: string | null;
                            /** Format: int64 */
                            unread: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notifications/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Everything up to this one was seen
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        up_to: string;
                    };
                };
            };
            responses: {
                /** @description Everything up to this one was seen */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks moderators to look at something
         * @description Who: signed in. Rate: report (20 in 600 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        subject: {
                            /** @enum {string} */
                            kind: "video" | "comment" | "account" | "message";
                            id: string;
                        };
                        /** @enum {string} */
                        reason: "spam" | "violence" | "hate" | "sexual" | "minors" | "self_harm" | "misinformation" | "illegal" | "copyright" | "other";
                        note?: string;
                    };
                };
            };
            responses: {
                /** @description Asks moderators to look at something */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mod/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open reports, oldest first
         * @description Who: moderator. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Open reports, oldest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Report"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mod/reports/{report}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says what came of a report
         * @description Who: moderator. Rate: write (120 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    report: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        outcome: "no_action" | "removed" | "restricted" | "warned";
                        /** @enum {string} */
                        integrity?: "unoriginal" | "disputed" | "borderline";
                        note?: string;
                    };
                };
            };
            responses: {
                /** @description Says what came of a report */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mod/videos/{video}/integrity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Says what moderators found of a video, or takes it back
         * @description Who: moderator. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        integrity: "whole" | "unoriginal" | "disputed" | "borderline";
                    };
                };
            };
            responses: {
                /** @description Says what moderators found of a video, or takes it back */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether this browser is rung, for what, how often, and with which key
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Whether this browser is rung, for what, how often, and with which key */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: string;
                            here: boolean;
                            /** Format: int64 */
                            devices: number;
                            choice: components["schemas"]["PushChoice"];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * For what one is rung, and how often
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PushChoice"];
                };
            };
            responses: {
                /** @description For what one is rung, and how often */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/push/here": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * This browser is rung at the address its push service gave it
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        endpoint: string;
                    };
                };
            };
            responses: {
                /** @description This browser is rung at the address its push service gave it */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * This browser is rung no more
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description This browser is rung no more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Conversations one is in, or is asked into; latest first
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    box?: "all" | "requests";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Conversations one is in, or is asked into; latest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Conversation"][];
                            next: string | null;
                            requests: boolean;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Begins to write: to one other person, or to a new group
         * @description Who: signed in. Rate: approach (30 in 3600 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text?: string;
                        video?: string;
                        people: string[];
                        name?: string;
                    };
                };
            };
            responses: {
                /** @description Begins to write: to one other person, or to a new group */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Conversation"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/conversations/with/{handle}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One's conversation with somebody, and whether one may write to them
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One's conversation with somebody, and whether one may write to them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            conversation: string | null;
                            person: components["schemas"]["AccountBrief"];
                            may_write: boolean;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A conversation one is in
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    conversation: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A conversation one is in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Conversation"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Names a group
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    conversation: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Names a group */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/conversations/{conversation}/acceptance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Takes a request
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    conversation: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes a request */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Declines a request; whoever made it is not told
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    conversation: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Declines a request; whoever made it is not told */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation}/membership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Leaves a group
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    conversation: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Leaves a group */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks more people into a group
         * @description Who: signed in. Rate: approach (30 in 3600 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    conversation: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        people: string[];
                    };
                };
            };
            responses: {
                /** @description Asks more people into a group */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Messages, newest first
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path: {
                    conversation: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Messages, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Message"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Writes a message, or shares a video
         * @description Who: signed in. Rate: message (60 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    conversation: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        text?: string;
                        video?: string;
                    };
                };
            };
            responses: {
                /** @description Writes a message, or shares a video */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Message"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation}/messages/{message}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes back a message of one's own
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    conversation: string;
                    message: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes back a message of one's own */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conversations/{conversation}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Everything up to this one was seen
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    conversation: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        up_to: string;
                    };
                };
            };
            responses: {
                /** @description Everything up to this one was seen */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: int64 */
                            unread: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/conversations/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * In how many conversations something waits to be read
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description In how many conversations something waits to be read */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: int64 */
                            unread: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/messages/choice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who may begin to write to one, and read receipts
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Who may begin to write to one, and read receipts */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            may_write: "everyone" | "following" | "nobody";
                            receipts: boolean;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Chooses both
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        may_write: "everyone" | "following" | "nobody";
                        receipts: boolean;
                    };
                };
            };
            responses: {
                /** @description Chooses both */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            may_write: "everyone" | "following" | "nobody";
                            receipts: boolean;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins an upload and makes its private draft
         * @description Who: creator. Rate: upload (600 in 60 s). Apps: with the scope upload.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 1.0.0 */
                    "Tus-Resumable"?: string;
                    /** @description bytes of the whole file */
                    "Upload-Length"?: string;
                    /** @description filename and filetype, values in base64 */
                    "Upload-Metadata"?: string;
                    /** @description sha1 or sha256 and the digest of this body, in base64 */
                    "Upload-Checksum"?: string;
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Begins an upload and makes its private draft */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        /**
         * What this server's uploads can do
         * @description Who: anyone. Rate: upload (600 in 60 s). Apps: with the scope upload.
         */
        options: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What this server's uploads can do */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/{upload}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Gives an upload up, with its draft
         * @description Who: signed in. Rate: upload (600 in 60 s). Apps: with the scope upload.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 1.0.0 */
                    "Tus-Resumable"?: string;
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    upload: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gives an upload up, with its draft */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        /**
         * How much of an upload is here
         * @description Who: signed in. Rate: upload (600 in 60 s). Apps: with the scope upload.
         */
        head: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 1.0.0 */
                    "Tus-Resumable"?: string;
                };
                path: {
                    upload: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How much of an upload is here */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Brings bytes of an upload
         * @description Who: creator. Rate: upload (600 in 60 s). Apps: with the scope upload.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description 1.0.0 */
                    "Tus-Resumable"?: string;
                    /** @description where in the file the body belongs */
                    "Upload-Offset"?: string;
                    /** @description sha1 or sha256 and the digest of this body, in base64 */
                    "Upload-Checksum"?: string;
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    upload: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/offset+octet-stream": string;
                };
            };
            responses: {
                /** @description Brings bytes of an upload */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/videos/{video}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One video
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One video */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Video"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        /**
         * Deletes a video and its files
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deletes a video and its files */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        /**
         * Changes what its author says about a video
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope upload.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VideoEdit"];
                };
            };
            responses: {
                /** @description Changes what its author says about a video */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Video"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/videos/{video}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publishes a video, or as soon as it can be played
         * @description Who: creator. Rate: write (120 in 60 s). Apps: with the scope upload.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Publishes a video, or as soon as it can be played */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Video"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/replace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shows the film of a finished draft at this video's address
         * @description Who: creator. Rate: write (120 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Replacement"];
                };
            };
            responses: {
                /** @description Shows the film of a finished draft at this video's address */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Video"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/videos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My videos with drafts, newest first
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description My videos with drafts, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Video"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes many of my videos at once, all or none
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VideosEdit"];
                };
            };
            responses: {
                /** @description Changes many of my videos at once, all or none */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Video"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/accounts/{handle}/videos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Videos of an account, newest first
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Videos of an account, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Video"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Public videos, newest first; of one tag if given
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    tag?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Public videos, newest first; of one tag if given */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Video"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/captions/{language}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is said in a video, as WebVTT
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    video: string;
                    language: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What is said in a video, as WebVTT */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Sets the captions of a video in one language; WebVTT or SubRip
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                    language: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CaptionsFile"];
                };
            };
            responses: {
                /** @description Sets the captions of a video in one language; WebVTT or SubRip */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Video"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Takes the captions in one language away
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                    language: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes the captions in one language away */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Video"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What of mine is to come out when, the next first
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What of mine is to come out when, the next first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Planned"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Publishes a video at a moment
         * @description Who: creator. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            responses: {
                /** @description Publishes a video at a moment */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Planned"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Takes the moment back
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes the moment back */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a playlist, with a video in it if given
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPlaylist"];
                };
            };
            responses: {
                /** @description Makes a playlist, with a video in it if given */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Playlist"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playlists/{playlist}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A playlist
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    playlist: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A playlist */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Playlist"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        /**
         * Deletes a playlist; its videos stay
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    playlist: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deletes a playlist; its videos stay */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        /**
         * Renames it, or says who can see it
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    playlist: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PlaylistEdit"];
                };
            };
            responses: {
                /** @description Renames it, or says who can see it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Playlist"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/playlists/{playlist}/videos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The videos of a playlist
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path: {
                    playlist: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The videos of a playlist */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Video"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Puts the videos in this order
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    playlist: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PlaylistOrder"];
                };
            };
            responses: {
                /** @description Puts the videos in this order */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Playlist"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/playlists/{playlist}/videos/{video}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Adds a video at the end
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    playlist: string;
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Adds a video at the end */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Playlist"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Takes a video out
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    playlist: string;
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes a video out */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Playlist"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/playlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My playlists; of a video, which hold it
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    video?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description My playlists; of a video, which hold it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Playlist"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{handle}/playlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Playlists of an account
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Playlists of an account */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Playlist"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{handle}/pins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an account has pinned
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    handle: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What an account has pinned */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Video"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/pins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Pins up to three of my videos, in this order
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: with the scope write.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Pins"];
                };
            };
            responses: {
                /** @description Pins up to three of my videos, in this order */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Video"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an unpublished video is cut from, and how
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What an unpublished video is cut from, and how */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EditWorkspace"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Cuts an unpublished video; it is rendered and then ready again
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["EditDocument"];
                };
            };
            responses: {
                /** @description Cuts an unpublished video; it is rendered and then ready again */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Video"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/edit/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Brings the picture of a text (PNG) or a recording (WAV) for an edit
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Brings the picture of a text (PNG) or a recording (WAV) for an edit */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EditFile"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/remix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A clip to make a duet or a stitch with, or its sound
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query: {
                    kind: "duet" | "stitch" | "sound";
                };
                header?: never;
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A clip to make a duet or a stitch with, or its sound */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RemixOffer"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/remix-choice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells whether others may make duets and stitches with my clips
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Tells whether others may make duets and stitches with my clips */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RemixChoice"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Says whether others may make duets and stitches with my clips
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RemixChoice"];
                };
            };
            responses: {
                /** @description Says whether others may make duets and stitches with my clips */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RemixChoice"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/remix-choice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells whether others may make duets and stitches with a video of mine
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Tells whether others may make duets and stitches with a video of mine */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RemixChoice"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Says whether others may make duets and stitches with a video of mine
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RemixChoice"];
                };
            };
            responses: {
                /** @description Says whether others may make duets and stitches with a video of mine */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RemixChoice"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sounds/{sound}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A sound, where it is from and how many clips have it
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    sound: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A sound, where it is from and how many clips have it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Sound"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Names it, or says whether others may use it
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    sound: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SoundEdit"];
                };
            };
            responses: {
                /** @description Names it, or says whether others may use it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Sound"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        trace?: never;
    };
    "/api/v1/sounds/{sound}/videos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The clips that have a sound, newest first
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path: {
                    sound: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The clips that have a sound, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Video"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/sound-choice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells whether others may use my sounds
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Tells whether others may use my sounds */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SoundChoice"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Says whether others may use my sounds
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SoundChoice"];
                };
            };
            responses: {
                /** @description Says whether others may use my sounds */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SoundChoice"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/sound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tells whether others may use the sound of a video of mine
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Tells whether others may use the sound of a video of mine */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SoundChoice"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Says whether others may use the sound of a video of mine
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SoundChoice"];
                };
            };
            responses: {
                /** @description Says whether others may use the sound of a video of mine */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SoundChoice"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Videos, people, tags and sounds that fit some words
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query: {
                    q: string;
                    in?: "all" | "videos" | "people" | "tags" | "sounds";
                    when?: "day" | "week" | "month" | "year";
                    length?: "short" | "medium" | "long";
                    language?: string;
                    order?: "best" | "newest";
                    adult?: boolean;
                    captions?: boolean;
                    exact?: boolean;
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Videos, people, tags and sounds that fit some words */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SearchPage"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ways to finish what somebody is typing
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query: {
                    q: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ways to finish what somebody is typing */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Suggestion"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rising": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Videos and tags that many people watch well just now
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Videos and tags that many people watch well just now */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RisingPage"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/portrait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Sets one's picture: JPEG, PNG or WebP; the largest square in its middle is kept
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/offset+octet-stream": string;
                };
            };
            responses: {
                /** @description Sets one's picture: JPEG, PNG or WebP; the largest square in its middle is kept */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountBrief"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Removes one's picture
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removes one's picture */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountBrief"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A page of the For You feed, with its receipt
         * @description Who: anyone. Rate: feed (120 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    explain?: boolean;
                    interests?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of the For You feed, with its receipt */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedPage"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feed/{feed}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A page of one of the feeds of GET /algorithms, with its receipt
         * @description Who: anyone. Rate: feed (120 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    explain?: boolean;
                    interests?: string;
                };
                header?: never;
                path: {
                    feed: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of one of the feeds of GET /algorithms, with its receipt */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedPage"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feed/{feed}/rerank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ranks what is still unseen of a page again, with what was learned since
         * @description Who: anyone. Rate: feed (120 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    feed: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        receipt: string;
                        unseen: string[];
                    };
                };
            };
            responses: {
                /** @description Ranks what is still unseen of a page again, with what was learned since */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedPage"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feed/receipts/{receipt}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything a page of one's own was decided by
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    receipt: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Everything a page of one's own was decided by */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Receipt"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feed/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why a video was on that page, or why not
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query: {
                    video: string;
                    receipt: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Why a video was on that page, or why not */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Why"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/feed/why_not": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why a video has not been shown, on the newest pages and if a page were made now
         * @description Who: signed in. Rate: feed (120 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query: {
                    video: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Why a video has not been shown, on the newest pages and if a page were made now */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WhyNot"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What happened on the screen: a closed list, at most 100 at a time
         * @description Who: anyone. Rate: events (120 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        session: string;
                        events: components["schemas"]["PlayerEvent"][];
                    };
                };
            };
            responses: {
                /** @description What happened on the screen: a closed list, at most 100 at a time */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/algorithms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The algorithms this house offers, and which one the viewer chose
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: {
                    language?: "en" | "de";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The algorithms this house offers, and which one the viewer chose */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            algorithms: components["schemas"]["AlgorithmBrief"][];
                            chosen: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/algorithms/{name}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an algorithm looks at and how much each thing weighs, in plain words
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query: {
                    language: "en" | "de";
                };
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What an algorithm looks at and how much each thing weighs, in plain words */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlgorithmDocument"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/algorithm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the feed weighs, and what it believes about the viewer
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What the feed weighs, and what it believes about the viewer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Algorithm"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/algorithm/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the viewer was shown in the last 30 days, the newest hundred; whether it goes on
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What the viewer was shown in the last 30 days, the newest hundred; whether it goes on */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: {
                                video: components["schemas"]["Video"];
                                /** Format: int64 */
                                at: number;
                            }[];
                            paused: boolean;
                            /** Format: int64 */
                            kept_days: number;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Pauses the watch history, or says for how long it is kept
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        paused: boolean;
                        /** Format: int64 */
                        kept_days: number;
                    };
                };
            };
            responses: {
                /** @description Pauses the watch history, or says for how long it is kept */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/algorithm/choice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Uses another algorithm
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        algorithm: string;
                    };
                };
            };
            responses: {
                /** @description Uses another algorithm */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/algorithm/sliders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Moves one slider; 0 takes it back
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        name: string;
                        /** Format: int64 */
                        value: number;
                    };
                };
            };
            responses: {
                /** @description Moves one slider; 0 takes it back */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        /**
         * Takes every slider back
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes every slider back */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/algorithm/mutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Mutes a topic, a word, a sound or a language, or takes it back
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        kind: "tag" | "word" | "sound" | "language";
                        word: string;
                        muted: boolean;
                    };
                };
            };
            responses: {
                /** @description Mutes a topic, a word, a sound or a language, or takes it back */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/algorithm/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forgets everything learned about the viewer
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Forgets everything learned about the viewer */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/algorithm/history/{video}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forgets that one video was seen
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Forgets that one video was seen */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/algorithm/topics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * More or less of a topic
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query: {
                    tag: string;
                };
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        wish: "neutral" | "more" | "less";
                    };
                };
            };
            responses: {
                /** @description More or less of a topic */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/operator/algorithm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the algorithm has been doing for the last day
         * @description Who: moderator. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How the algorithm has been doing for the last day */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlgorithmVitals"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What this house knows about the caller, made from the map of personal data
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What this house knows about the caller, made from the map of personal data */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Holding"][];
                            events: {
                                name: string;
                                why: string;
                            }[];
                            readers: components["schemas"]["Opening"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/data/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every row this house holds about the caller, as a file
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Every row this house holds about the caller, as a file */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            handle: string;
                            /** Format: int64 */
                            made_at: number;
                            items: {
                                name: string;
                                place: string;
                                columns: string[];
                                rows: string[][];
                            }[];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signing-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The key that certificates of this house are signed with
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The key that certificates of this house are signed with */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            algorithm: "ed25519";
                            public_key: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/farewell": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks for one's account to be erased: after two weeks, unless one signs in again
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        password?: string;
                    };
                };
            };
            responses: {
                /** @description Asks for one's account to be erased: after two weeks, unless one signs in again */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: int64 */
                            due_at: number;
                            code: string;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/farewells/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether an erased account is gone, with the signed certificate
         * @description Who: anyone. Rate: sign_in (10 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Whether an erased account is gone, with the signed certificate */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            state: "waiting" | "done";
                            farewell: components["schemas"]["Farewell"] | null;
                            certificate: components["schemas"]["Certificate"] | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mod/openings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who of the staff may look or looked at what is not public, newest first
         * @description Who: moderator. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Who of the staff may look or looked at what is not public, newest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Opening"][];
                            next: string | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Asks to look at what is not public, and says why
         * @description Who: moderator. Rate: report (20 in 600 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OpeningAsked"];
                };
            };
            responses: {
                /** @description Asks to look at what is not public, and says why */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Opening"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mod/openings/{opening}/agree": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A second one of the staff agrees
         * @description Who: moderator. Rate: report (20 in 600 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    opening: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A second one of the staff agrees */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Opening"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mod/openings/{opening}/videos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is open; that it was looked at stands in the record
         * @description Who: moderator. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    opening: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What is open; that it was looked at stands in the record */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Video"][];
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How one's videos were watched, all together; nothing of fewer than 20 people
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: {
                    days?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How one's videos were watched, all together; nothing of fewer than 20 people */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MyFigures"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/videos/{video}/figures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How one's video was watched; nothing of fewer than 20 people
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: {
                    days?: number;
                };
                header?: never;
                path: {
                    video: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How one's video was watched; nothing of fewer than 20 people */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Figures"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One's export, if one was asked for: how far it is, until when it can be fetched
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One's export, if one was asked for: how far it is, until when it can be fetched */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            export: components["schemas"]["Export"] | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        /**
         * Asks for everything of one's account as a signed ZIP file; takes the place of the last
         * @description Who: signed in. Rate: sign_in (10 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        media: boolean;
                    };
                };
            };
            responses: {
                /** @description Asks for everything of one's account as a signed ZIP file; takes the place of the last */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Export"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/exports/{export}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The ZIP file of a finished export, whole or in ranges
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    export: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The ZIP file of a finished export, whole or in ranges */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/exports/{export}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes an export back, packed or not
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    export: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes an export back, packed or not */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What one brought along: how far it is, what would happen, what came
         * @description Who: signed in. Rate: read (600 in 60 s). Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What one brought along: how far it is, what would happen, what came */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            import: components["schemas"]["Import"] | null;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        /**
         * Sends the ZIP file of an export; it is looked at, and nothing happens before a yes
         * @description Who: creator. Rate: upload (600 in 60 s). Apps: never.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/offset+octet-stream": string;
                };
            };
            responses: {
                /** @description Sends the ZIP file of an export; it is looked at, and nothing happens before a yes */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/imports/{import}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says yes to parts of it: they are taken in
         * @description Who: creator. Rate: write (120 in 60 s). Apps: never.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    import: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        profile: boolean;
                        settings: boolean;
                        clips: boolean;
                        people: boolean;
                        marks: boolean;
                    };
                };
            };
            responses: {
                /** @description Says yes to parts of it: they are taken in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/imports/{import}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes it back; what was taken in stays
         * @description Who: signed in. Rate: write (120 in 60 s). Apps: never.
         */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Same key and same call: same answer, effect once (24 h). */
                    "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                };
                path: {
                    import: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Takes it back; what was taken in stays */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                default: components["responses"]["Problem"];
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Server-sent events: video, notification, session
         * @description Who: signed in. Rate: stream (30 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Server-sent events: video, notification, session */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the server is here
         * @description Who: anyone. Apps: never.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Whether the server is here */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This document
         * @description Who: anyone. Rate: read (600 in 60 s). Apps: with the scope read.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description This document */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                default: components["responses"]["Problem"];
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            id: string;
            handle: string;
            name: string;
            bio: string;
            avatar: string | null;
            /** Format: int64 */
            created_at: number;
            counts: {
                /** Format: int64 */
                followers: number;
                /** Format: int64 */
                following: number;
                /** Format: int64 */
                videos: number;
                /** Format: int64 */
                likes: number;
            };
            my: {
                follow: boolean;
                asked: boolean;
                block: boolean;
                mute: boolean;
                self: boolean;
            } | null;
            /** @enum {string} */
            role: "viewer" | "creator" | "moderator" | "owner";
            private: boolean;
        };
        AccountBrief: {
            id: string;
            handle: string;
            name: string;
            avatar: string | null;
        };
        Algorithm: {
            policy: string;
            /** Format: int64 */
            version: number;
            policy_digest: string;
            weights: {
                [key: string]: unknown;
            };
            sliders: {
                name: string;
                /** Format: int64 */
                min: number;
                /** Format: int64 */
                max: number;
                /** Format: int64 */
                value: number;
            }[];
            mutes: {
                /** @enum {string} */
                kind: "tag" | "word" | "sound" | "language";
                word: string;
            }[];
            topics: {
                tag: string;
                /** @enum {string} */
                wish: "neutral" | "more" | "less";
                value: number;
                /** Format: int64 */
                shown: number;
                /** Format: int64 */
                finished: number;
                /** Format: int64 */
                liked: number;
                /** Format: int64 */
                skipped: number;
            }[];
            authors: {
                author: components["schemas"]["AccountBrief"];
                value: number;
                /** Format: int64 */
                shown: number;
                /** Format: int64 */
                finished: number;
                /** Format: int64 */
                liked: number;
                /** Format: int64 */
                skipped: number;
            }[];
            kindred: {
                toward: string[];
                away: string[];
                numbers: number[];
            };
            habits: {
                /** @enum {string} */
                deed: "finish" | "long_view" | "like" | "skip" | "opened" | "watched";
                value: number;
            }[];
        };
        AlgorithmBrief: {
            name: string;
            feed: string;
            /** Format: int64 */
            version: number;
            digest: string;
            title: string;
            about: string;
            profiling: boolean;
            sliders: {
                name: string;
                /** Format: int64 */
                min: number;
                /** Format: int64 */
                max: number;
            }[];
        };
        AlgorithmDocument: {
            name: string;
            feed: string;
            /** Format: int64 */
            version: number;
            digest: string;
            title: string;
            about: string;
            profiling: boolean;
            sliders: {
                name: string;
                /** Format: int64 */
                min: number;
                /** Format: int64 */
                max: number;
            }[];
            text: string;
            sections: {
                key: string;
                title: string;
                intro: string;
                lines: {
                    key: string;
                    name: string;
                    words: string;
                    value: string;
                    bar: number;
                }[];
            }[];
        };
        AlgorithmVitals: {
            /** Format: int64 */
            log_position: number;
            /** Format: int64 */
            folded_position: number;
            /** Format: int64 */
            unreadable: number;
            /** Format: int64 */
            videos: number;
            /** Format: int64 */
            viewers: number;
            /** Format: int64 */
            rows: number;
            /** Format: int64 */
            table_bytes: number;
            /** Format: int64 */
            now: number;
            /** Format: int64 */
            newest_event_at: number | null;
            /** Format: int64 */
            measured_since: number;
            /** Format: int64 */
            events_last_minute: number;
            calibration: {
                head: string;
                n: number;
                predicted: number;
                happened: number;
            }[];
            hours: {
                /** Format: int64 */
                begins_at: number;
                /** Format: int64 */
                events: number;
                tally: components["schemas"]["Tally"];
                calibration: {
                    head: string;
                    n: number;
                    predicted: number;
                    happened: number;
                }[];
            }[];
            sources: {
                source: string;
                tally: components["schemas"]["Tally"];
            }[];
            viewer_classes: {
                /** Format: int64 */
                at_most: number | null;
                tally: components["schemas"]["Tally"];
            }[];
            age_classes: {
                /** Format: int64 */
                at_most: number | null;
                tally: components["schemas"]["Tally"];
            }[];
            /** Format: int64 */
            creators: number;
            gini: number;
            lorenz: number[];
            diversity: {
                topics: number;
                creators: number;
                /** Format: int64 */
                without_topic: number;
            };
            uncounted: {
                /** Format: int64 */
                creators: number;
                /** Format: int64 */
                topics: number;
            };
            newest: {
                /** Format: int64 */
                age_s: number;
                /** Format: int64 */
                shown: number;
                /** Format: int64 */
                good: number;
            }[];
        };
        App: {
            id: string;
            name: string;
            made_by: components["schemas"]["AccountBrief"];
            /** Format: int64 */
            created_at: number;
        };
        AppAccess: {
            app: components["schemas"]["App"];
            scopes: ("read" | "write" | "upload")[];
            /** Format: int64 */
            since: number;
            /** Format: int64 */
            used_at: number;
        };
        CaptionsFile: {
            file: string;
        };
        Certificate: {
            text: string;
            signature: string;
            public_key: string;
            /** Format: int64 */
            done_at: number;
        };
        ClipRemix: {
            /** @enum {string} */
            kind: "duet" | "stitch" | "sound";
            video: string | null;
            author: string | null;
        };
        ClipSound: {
            id: string;
            title: string;
            author: string | null;
            original: boolean;
        };
        Comment: {
            id: string;
            video: string;
            author: components["schemas"]["AccountBrief"];
            text: string;
            parent: string | null;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            edited_at: number | null;
            deleted: boolean;
            counts: {
                /** Format: int64 */
                likes: number;
                /** Format: int64 */
                replies: number;
            };
            pinned: boolean;
            held: boolean;
            liked_by_author: boolean;
            my: {
                like: boolean;
                own: boolean;
            } | null;
        };
        CommentReaction: {
            counts: {
                /** Format: int64 */
                likes: number;
                /** Format: int64 */
                replies: number;
            };
            my: {
                like: boolean;
                own: boolean;
            } | null;
        };
        CommentToAnswer: {
            id: string;
            video: string;
            author: components["schemas"]["AccountBrief"];
            text: string;
            parent: string | null;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            edited_at: number | null;
            deleted: boolean;
            counts: {
                /** Format: int64 */
                likes: number;
                /** Format: int64 */
                replies: number;
            };
            pinned: boolean;
            held: boolean;
            liked_by_author: boolean;
            my: {
                like: boolean;
                own: boolean;
            } | null;
            about: {
                title: string;
                poster: string | null;
            } | null;
        };
        Conversation: {
            id: string;
            /** @enum {string} */
            kind: "pair" | "group";
            name: string;
            /** @enum {string} */
            standing: "member" | "asked";
            members: {
                account: components["schemas"]["AccountBrief"];
                accepted: boolean;
                read_up_to: string | null;
            }[];
            /** Format: int64 */
            unread: number;
            last: components["schemas"]["Message"] | null;
            /** Format: int64 */
            at: number;
        };
        DropReason: {
            /** @enum {string} */
            kind: "withdrawn" | "barred" | "adult" | "other_language" | "seen_lately" | "on_page" | "below_the_cut" | "muted" | "at_first_look" | "market_rule";
            language?: string;
            /** Format: int64 */
            seen_at?: number;
            /** Format: int64 */
            rank?: number;
            score?: number;
            /** @enum {string} */
            muted?: "tag" | "sound" | "word" | "language";
            word?: string;
            rule?: string;
        };
        EditDocument: {
            document: string;
        };
        EditFile: {
            key: string;
            url: string;
            /** @enum {string} */
            kind: "overlay" | "recording";
        };
        EditSource: {
            key: string;
            url: string;
            /** Format: int64 */
            width: number;
            /** Format: int64 */
            height: number;
            /** Format: int64 */
            duration_ms: number;
            sound: boolean;
        };
        EditWorkspace: {
            document: string | null;
            sources: components["schemas"]["EditSource"][];
            files: components["schemas"]["EditFile"][];
        };
        Evidence: {
            /** @enum {string} */
            kind: "base" | "you_topic" | "you_author" | "watched" | "follows" | "habits" | "video" | "author" | "topic" | "sound" | "length" | "age" | "moment" | "recency" | "untried" | "unoriginal" | "disputed" | "borderline" | "you_said" | "kindred";
            tag?: string;
            handle?: string;
            video?: string;
            title?: string;
            /** Format: int64 */
            shown?: number;
            /** Format: int64 */
            finished?: number;
            /** Format: int64 */
            liked?: number;
            /** Format: int64 */
            skipped?: number;
        };
        Export: {
            id: string;
            /** @enum {string} */
            state: "waiting" | "running" | "asks" | "ready" | "failed";
            /** Format: int64 */
            progress: number;
            media: boolean;
            /** Format: int64 */
            asked_at: number;
            /** Format: int64 */
            done_at: number | null;
            /** Format: int64 */
            expires_at: number | null;
            /** Format: int64 */
            bytes: number;
            /** Format: int64 */
            entries: number;
            problem: string | null;
        };
        FamilyLimits: {
            /** Format: int64 */
            daily_minutes: number;
            quiet: {
                /** Format: int64 */
                from: number;
                /** Format: int64 */
                until: number;
            } | null;
            restricted: boolean;
            /** @enum {string} */
            may_write: "everyone" | "following" | "nobody";
        };
        FamilyPairing: {
            person: components["schemas"]["AccountBrief"];
            /** Format: int64 */
            since: number;
            limits: components["schemas"]["FamilyLimits"];
        };
        Farewell: {
            /** Format: int64 */
            asked_at: number;
            /** Format: int64 */
            due_at: number;
        };
        FeedItem: {
            id: string;
            url: string;
            author: components["schemas"]["AccountBrief"];
            title: string;
            description: string;
            tags: string[];
            mentions: string[];
            language: string;
            captions: string[];
            /** @enum {string} */
            state: "uploading" | "queued" | "processing" | "playable" | "ready" | "failed";
            problem: {
                code: string;
                detail: string;
            } | null;
            /** Format: int64 */
            progress: number;
            published: boolean;
            /** @enum {string} */
            visibility: "public" | "followers" | "unlisted" | "private";
            /** @enum {string} */
            audience: "all" | "adult";
            labels: {
                ai_made: boolean;
                advert: boolean;
            };
            /** @enum {string} */
            integrity?: "unoriginal" | "disputed" | "borderline";
            market_rule?: string;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            published_at: number | null;
            /** Format: int64 */
            duration_ms: number;
            /** Format: int64 */
            width: number;
            /** Format: int64 */
            height: number;
            /** Format: int64 */
            cover_ms: number;
            thumbhash: string | null;
            poster: string | null;
            preview: string | null;
            media: {
                rungs: components["schemas"]["Rung"][];
                hls: string;
                mp4: string | null;
            } | null;
            sound: components["schemas"]["ClipSound"] | null;
            remix: components["schemas"]["ClipRemix"] | null;
            counts: {
                /** Format: int64 */
                likes: number;
                /** Format: int64 */
                comments: number;
                /** Format: int64 */
                shares: number;
                /** Format: int64 */
                views: number;
            };
            my: {
                like: boolean;
                save: boolean;
                follow: boolean;
            } | null;
            /** Format: int64 */
            position: number;
            /** @enum {string} */
            source: "following" | "item_graph" | "taste" | "author" | "tag" | "sound" | "rising" | "fresh" | "explore" | "interest" | "popular" | "latest" | "direct" | "imported";
            score: number;
            why: components["schemas"]["Term"][];
            policy: string;
            /** @enum {string} */
            move: "none" | "varied" | "explored" | "rule_relaxed" | "again" | "opener";
        };
        FeedPage: {
            items: components["schemas"]["FeedItem"][];
            next: string | null;
            receipt: components["schemas"]["ReceiptBrief"];
            dropped?: {
                video: string;
                /** @enum {string} */
                source: "following" | "item_graph" | "taste" | "author" | "tag" | "sound" | "rising" | "fresh" | "explore" | "interest" | "popular" | "latest" | "direct" | "imported";
                reason: components["schemas"]["DropReason"];
            }[];
        };
        FigureCell: {
            /** Format: int64 */
            from: number;
            /** Format: int64 */
            to: number;
            ways: {
                /** Format: int64 */
                for_you: number;
                /** Format: int64 */
                following: number;
                /** Format: int64 */
                other_feeds: number;
                /** Format: int64 */
                direct: number;
            };
            reaches: number[];
        };
        Figures: {
            /** Format: int64 */
            threshold: number;
            spread: number;
            /** Format: int64 */
            from: number;
            /** Format: int64 */
            to: number;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            watched_ms: number;
            cells: components["schemas"]["FigureCell"][];
        };
        FoundPerson: {
            id: string;
            handle: string;
            name: string;
            avatar: string | null;
            /** Format: int64 */
            followers: number;
        };
        FoundTag: {
            tag: string;
            /** Format: int64 */
            videos: number;
        };
        FoundVideo: {
            id: string;
            url: string;
            author: components["schemas"]["AccountBrief"];
            title: string;
            description: string;
            tags: string[];
            mentions: string[];
            language: string;
            captions: string[];
            /** @enum {string} */
            state: "uploading" | "queued" | "processing" | "playable" | "ready" | "failed";
            problem: {
                code: string;
                detail: string;
            } | null;
            /** Format: int64 */
            progress: number;
            published: boolean;
            /** @enum {string} */
            visibility: "public" | "followers" | "unlisted" | "private";
            /** @enum {string} */
            audience: "all" | "adult";
            labels: {
                ai_made: boolean;
                advert: boolean;
            };
            /** @enum {string} */
            integrity?: "unoriginal" | "disputed" | "borderline";
            market_rule?: string;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            published_at: number | null;
            /** Format: int64 */
            duration_ms: number;
            /** Format: int64 */
            width: number;
            /** Format: int64 */
            height: number;
            /** Format: int64 */
            cover_ms: number;
            thumbhash: string | null;
            poster: string | null;
            preview: string | null;
            media: {
                rungs: components["schemas"]["Rung"][];
                hls: string;
                mp4: string | null;
            } | null;
            sound: components["schemas"]["ClipSound"] | null;
            remix: components["schemas"]["ClipRemix"] | null;
            counts: {
                /** Format: int64 */
                likes: number;
                /** Format: int64 */
                comments: number;
                /** Format: int64 */
                shares: number;
                /** Format: int64 */
                views: number;
            };
            my: {
                like: boolean;
                save: boolean;
                follow: boolean;
            } | null;
            why: components["schemas"]["SearchScore"];
        };
        Health: {
            ok: boolean;
        };
        Holding: {
            name: string;
            place: string;
            owner: string;
            /** @enum {string} */
            purpose: "account" | "sign_in" | "publish" | "talk" | "relations" | "recommend" | "explain" | "notify" | "safety" | "operate";
            /** @enum {string} */
            basis: "contract" | "consent" | "interest" | "duty";
            /** @enum {string} */
            fate: "removed" | "nobody" | "fades";
            market: string;
            /** Format: int64 */
            rows: number;
            /** Format: int64 */
            kept_days: number | null;
            /** Format: int64 */
            since: number | null;
            /** Format: int64 */
            until: number | null;
            newest: {
                column: string;
                /** @enum {string} */
                says: "nothing" | "person" | "words" | "fact" | "secret";
                text: string;
            }[];
        };
        Import: {
            id: string;
            /** @enum {string} */
            state: "waiting" | "running" | "asks" | "ready" | "failed";
            accepted: boolean;
            /** Format: int64 */
            progress: number;
            /** Format: int64 */
            sent_at: number;
            /** Format: int64 */
            expires_at: number;
            /** Format: int64 */
            bytes: number;
            problem: {
                code: string;
                detail: string;
            } | null;
            report: components["schemas"]["ImportReport"] | null;
        };
        ImportReport: {
            handle: string;
            name: string;
            house: string;
            address: string;
            made_at: string;
            public_key: string;
            ours: boolean;
            foreign?: boolean;
            /** Format: int64 */
            bytes: number;
            clips: components["schemas"]["ImportTally"];
            captions: components["schemas"]["ImportTally"];
            notes: components["schemas"]["ImportTally"];
            likes: components["schemas"]["ImportTally"];
            saves: components["schemas"]["ImportTally"];
            following: components["schemas"]["ImportTally"];
            strangers: string[];
            offered?: string[];
            missing?: string[];
            troubles: {
                what: string;
                code: string;
            }[];
        };
        ImportTally: {
            /** Format: int64 */
            listed: number;
            /** Format: int64 */
            possible: number;
            /** Format: int64 */
            here: number;
            /** Format: int64 */
            taken: number;
        };
        Instance: {
            name: string;
            version: string;
            first_run: boolean;
            /** @enum {string} */
            sign_up: "open" | "invite" | "closed";
            limits: {
                /** Format: int64 */
                upload_bytes_max: number;
                /** Format: int64 */
                duration_ms_max: number;
                /** Format: int64 */
                title_chars_max: number;
                /** Format: int64 */
                description_chars_max: number;
                /** Format: int64 */
                comment_chars_max: number;
                /** Format: int64 */
                name_chars_max: number;
                /** Format: int64 */
                bio_chars_max: number;
                /** Format: int64 */
                handle_chars_max: number;
                /** Format: int64 */
                password_chars_min: number;
                /** Format: int64 */
                password_chars_max: number;
            };
            languages: string[];
        };
        Invite: {
            code: string;
            /** Format: int64 */
            uses_max: number;
            /** Format: int64 */
            used: number;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            expires_at: number | null;
        };
        Message: {
            id: string;
            conversation: string;
            author: components["schemas"]["AccountBrief"];
            text: string;
            video: {
                id: string;
                title: string;
                poster: string | null;
            } | null;
            shares: boolean;
            /** Format: int64 */
            at: number;
            deleted: boolean;
        };
        MyFigures: {
            /** Format: int64 */
            threshold: number;
            spread: number;
            /** Format: int64 */
            from: number;
            /** Format: int64 */
            to: number;
            /** Format: int64 */
            people: number;
            /** Format: int64 */
            watched_ms: number;
            cells: components["schemas"]["FigureCell"][];
            videos: {
                video: components["schemas"]["Video"];
                /** Format: int64 */
                people: number;
                /** Format: int64 */
                watched_ms: number;
            }[];
            followers: {
                /** Format: int64 */
                before: number;
                days: {
                    /** Format: int64 */
                    day: number;
                    /** Format: int64 */
                    came: number;
                }[];
            };
        };
        NewPlaylist: {
            title: string;
            /** @enum {string} */
            visibility: "public" | "followers" | "unlisted" | "private";
            video?: string;
        };
        Notification: {
            id: string;
            /** @enum {string} */
            kind: "follow" | "like" | "comment" | "reply" | "mention" | "video_ready" | "video_failed" | "system" | "passkey_added" | "passkey_removed" | "passkey_suspect" | "export_ready" | "export_failed" | "import_ready" | "import_failed" | "data_opened" | "data_alarm" | "account_changed" | "guardian_new" | "guardian_limits" | "guardian_gone" | "ward_new" | "ward_limits" | "ward_gone" | "remix" | "follow_asked" | "follow_accepted" | "found_unoriginal" | "found_disputed" | "found_borderline" | "found_whole";
            /** Format: int64 */
            at: number;
            read: boolean;
            actor: components["schemas"]["AccountBrief"] | null;
            video: {
                id: string;
                title: string;
                poster: string | null;
            } | null;
            comment: string | null;
            /** Format: int64 */
            count: number;
        };
        Opening: {
            id: string;
            staff: components["schemas"]["AccountBrief"];
            person: components["schemas"]["AccountBrief"];
            /** @enum {string} */
            kind: "video" | "person" | "break_glass" | "shell";
            video: string | null;
            reason: string;
            /** Format: int64 */
            asked_at: number;
            second: components["schemas"]["AccountBrief"] | null;
            /** Format: int64 */
            from: number | null;
            /** Format: int64 */
            until: number;
            /** @enum {string} */
            state: "waiting" | "open" | "over";
            /** Format: int64 */
            read: number;
        };
        OpeningAsked: {
            /** @enum {string} */
            kind: "video" | "person" | "break_glass";
            video?: string;
            handle?: string;
            reason: string;
        };
        OwnApp: {
            id: string;
            name: string;
            redirects: string[];
            /** Format: int64 */
            created_at: number;
        };
        Passkey: {
            id: string;
            name: string;
            synced: boolean;
            suspect: boolean;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            used_at: number | null;
        };
        Pins: {
            videos: string[];
        };
        Plan: {
            /** Format: int64 */
            at: number;
        };
        Planned: {
            video: string;
            /** Format: int64 */
            at: number;
        };
        PlayerEvent: {
            /** @constant */
            kind: "shown";
            video: string;
            receipt: string | null;
            /** Format: int64 */
            position: number;
        } | {
            /** @constant */
            kind: "watched";
            video: string;
            receipt: string | null;
            /** Format: int64 */
            position: number;
            /** Format: int64 */
            watched_ms: number;
            /** Format: int64 */
            loops: number;
            finished: boolean;
            skipped: boolean;
        } | {
            /** @constant */
            kind: "not_interested";
            video: string;
            receipt: string | null;
        } | {
            /** @constant */
            kind: "shared";
            video: string;
        } | {
            /** @constant */
            kind: "player";
            video: string;
            /** Format: int64 */
            ttff_ms?: number;
            /** Format: int64 */
            swipe_ms?: number;
            /** Format: int64 */
            stalls?: number;
        };
        Playlist: {
            id: string;
            title: string;
            /** @enum {string} */
            visibility: "public" | "followers" | "unlisted" | "private";
            author: components["schemas"]["AccountBrief"];
            /** Format: int64 */
            videos: number;
            poster: string | null;
            /** Format: int64 */
            changed_at: number;
            mine: boolean;
            has: boolean;
        };
        PlaylistEdit: {
            title?: string;
            /** @enum {string} */
            visibility?: "public" | "followers" | "unlisted" | "private";
        };
        PlaylistOrder: {
            videos: string[];
        };
        Problem: {
            type: string;
            title: string;
            /** Format: int64 */
            status: number;
            detail: string;
            code: string;
            field?: string;
        };
        PushChoice: {
            /** @enum {string} */
            cadence: "at_once" | "hourly" | "daily";
            /** Format: int64 */
            daily_at_min: number;
            off: ("likes" | "comments" | "follows" | "messages" | "videos")[];
        };
        Receipt: {
            [key: string]: unknown;
        };
        ReceiptBrief: {
            id: string;
            /** Format: int64 */
            log_position: number;
            policy: string;
            policy_digest: string;
            seed: string;
        };
        RemixChoice: {
            duet: boolean;
            stitch: boolean;
        };
        RemixOffer: {
            author: string;
            title: string;
            source: components["schemas"]["EditSource"];
        };
        Replacement: {
            draft: string;
        };
        Report: {
            id: string;
            reporter: components["schemas"]["AccountBrief"];
            subject: {
                /** @enum {string} */
                kind: "video" | "comment" | "account" | "message";
                id: string;
                handle?: string;
                video?: string;
                text?: string;
            };
            /** @enum {string} */
            reason: "spam" | "violence" | "hate" | "sexual" | "minors" | "self_harm" | "misinformation" | "illegal" | "copyright" | "other";
            note: string;
            /** Format: int64 */
            created_at: number;
        };
        RisingPage: {
            videos: components["schemas"]["Video"][];
            tags: components["schemas"]["RisingTag"][];
        };
        RisingTag: {
            tag: string;
            /** Format: int64 */
            people: number;
        };
        Rung: {
            /** Format: int64 */
            width: number;
            /** Format: int64 */
            height: number;
            /** Format: int64 */
            bandwidth: number;
            codecs: string;
            url: string;
            /** Format: int64 */
            init_bytes: number;
            segments: number[][];
        };
        SearchPage: {
            videos: components["schemas"]["FoundVideo"][];
            people: components["schemas"]["FoundPerson"][];
            tags: components["schemas"]["FoundTag"][];
            sounds: components["schemas"]["Sound"][];
            meant: string | null;
            next: string | null;
        };
        SearchScore: {
            relevance: number;
            freshness: number;
            quality: number;
        };
        Session: {
            id: string;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            last_seen_at: number;
            agent: string;
            current: boolean;
        };
        Sound: {
            id: string;
            url: string;
            title: string;
            author: components["schemas"]["AccountBrief"] | null;
            origin: components["schemas"]["Video"] | null;
            /** Format: int64 */
            duration_ms: number;
            usable: boolean;
            /** Format: int64 */
            clips: number;
            mine: boolean;
        };
        SoundChoice: {
            usable: boolean;
        };
        SoundEdit: {
            title?: string;
            usable?: boolean;
        };
        Suggestion: {
            /** @enum {string} */
            kind: "words" | "tag" | "person";
            text: string;
            name: string | null;
        };
        Tally: {
            /** Format: int64 */
            shown: number;
            /** Format: int64 */
            ended: number;
            /** Format: int64 */
            finished: number;
            /** Format: int64 */
            skipped: number;
        };
        Term: {
            /** @enum {string} */
            signal: "finish" | "long_view" | "like" | "skip" | "opened" | "share" | "follow" | "comment" | "negative" | "watched";
            x: number;
            weight: number;
            value: number;
            evidence: components["schemas"]["Evidence"];
        };
        Video: {
            id: string;
            url: string;
            author: components["schemas"]["AccountBrief"];
            title: string;
            description: string;
            tags: string[];
            mentions: string[];
            language: string;
            captions: string[];
            /** @enum {string} */
            state: "uploading" | "queued" | "processing" | "playable" | "ready" | "failed";
            problem: {
                code: string;
                detail: string;
            } | null;
            /** Format: int64 */
            progress: number;
            published: boolean;
            /** @enum {string} */
            visibility: "public" | "followers" | "unlisted" | "private";
            /** @enum {string} */
            audience: "all" | "adult";
            labels: {
                ai_made: boolean;
                advert: boolean;
            };
            /** @enum {string} */
            integrity?: "unoriginal" | "disputed" | "borderline";
            market_rule?: string;
            /** Format: int64 */
            created_at: number;
            /** Format: int64 */
            published_at: number | null;
            /** Format: int64 */
            duration_ms: number;
            /** Format: int64 */
            width: number;
            /** Format: int64 */
            height: number;
            /** Format: int64 */
            cover_ms: number;
            thumbhash: string | null;
            poster: string | null;
            preview: string | null;
            media: {
                rungs: components["schemas"]["Rung"][];
                hls: string;
                mp4: string | null;
            } | null;
            sound: components["schemas"]["ClipSound"] | null;
            remix: components["schemas"]["ClipRemix"] | null;
            counts: {
                /** Format: int64 */
                likes: number;
                /** Format: int64 */
                comments: number;
                /** Format: int64 */
                shares: number;
                /** Format: int64 */
                views: number;
            };
            my: {
                like: boolean;
                save: boolean;
                follow: boolean;
            } | null;
        };
        VideoEdit: {
            title?: string;
            description?: string;
            language?: string;
            /** @enum {string} */
            visibility?: "public" | "followers" | "unlisted" | "private";
            /** @enum {string} */
            audience?: "all" | "adult";
            /** Format: int64 */
            cover_ms?: number;
            labels?: {
                ai_made?: boolean;
                advert?: boolean;
            };
        };
        VideoReaction: {
            counts: {
                /** Format: int64 */
                likes: number;
                /** Format: int64 */
                comments: number;
                /** Format: int64 */
                shares: number;
                /** Format: int64 */
                views: number;
            };
            my: {
                like: boolean;
                save: boolean;
                follow: boolean;
            } | null;
        };
        VideosEdit: {
            videos: string[];
            language?: string;
            /** @enum {string} */
            visibility?: "public" | "followers" | "unlisted" | "private";
            /** @enum {string} */
            audience?: "all" | "adult";
            add_tags?: string[];
            take_tags?: string[];
        };
        Why: {
            shown: boolean;
            terms: components["schemas"]["Term"][];
            reason: components["schemas"]["DropReason"] | null;
            score?: number;
        };
        WhyNot: {
            last: {
                receipt: string;
                /** Format: int64 */
                at: number;
                shown: boolean;
                reason: components["schemas"]["DropReason"] | null;
            } | null;
            now: {
                policy: string;
                found: boolean;
                source: string;
                reason: components["schemas"]["DropReason"] | null;
                shown: boolean;
                /** Format: int64 */
                rank: number;
                /** Format: int64 */
                rivals: number;
                score: number;
                last_shown_score: number;
                terms: components["schemas"]["Term"][];
            };
        };
    };
    responses: {
        /** @description What went wrong (RFC 9457). */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description Same key and same call: same answer, effect once (24 h). */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
