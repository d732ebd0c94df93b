/** What a page has beyond the standard. */
declare const htmx: any;
