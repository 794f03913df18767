// handlebars 4.7 ships a declaration of this entry that exports nothing. What src/generated/templates.ts uses of it:
declare module 'handlebars/runtime.js' {
  interface RuntimeOptions {
    readonly partials: Readonly<Record<string, Template>>;
    readonly allowProtoMethodsByDefault: false;
    readonly allowProtoPropertiesByDefault: false;
  }
  type Template = (view: unknown, options?: RuntimeOptions) => string;
  interface Engine {
    template(specification: object): Template;
  }
  const handlebars: { create(): Engine };
  export default handlebars;
}
