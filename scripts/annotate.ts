import ts from 'typescript';

/**
 * The source with `any` on every parameter and variable that has no type, unused trailing parameters dropped and other
 * unused ones prefixed with `_`: what makes Handlebars's output hold under our own compiler settings.
 */
export function annotate(source: string): string {
  const file = ts.createSourceFile('templates.ts', source, ts.ScriptTarget.ES2022, true);
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  visit(file);
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);

  function visit(node: ts.Node): void {
    if (ts.isFunctionExpression(node)) parameters(node);
    if (ts.isVariableStatement(node) && node.parent !== file) {
      for (const declaration of node.declarationList.declarations) {
        if (declaration.type === undefined) edits.push(insert(declaration.name.getEnd(), ': any'));
      }
    }
    ts.forEachChild(node, visit);
  }

  function parameters(node: ts.FunctionExpression): void {
    const used = identifiersIn(node.body);
    const lastUsed = node.parameters.findLastIndex((parameter) => used.has(parameter.name.getText(file)));
    for (const [position, parameter] of node.parameters.entries()) {
      const name = parameter.name.getText(file);
      const isUsed = used.has(name);
      if (position > lastUsed) {
        const before = node.parameters[position - 1];
        edits.push({
          start: before === undefined ? parameter.getStart(file) : before.getEnd(),
          end: parameter.getEnd(),
          text: '',
        });
      } else {
        edits.push({
          start: parameter.getStart(file),
          end: parameter.getEnd(),
          text: `${isUsed ? '' : '_'}${name}: any`,
        });
      }
    }
  }
}

function identifiersIn(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) names.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

function insert(at: number, text: string): { start: number; end: number; text: string } {
  return { start: at, end: at, text };
}
