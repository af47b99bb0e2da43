import { Controller, Header } from '@nestjs/common';
import { PublicAddress } from '../console-session/public-address.ts';
import { PublicPage } from '../serves.ts';
import { documentationScript, documentationStyle } from './documentation-files.ts';
import { documentationPage } from './documentation-page.ts';
import { openApiDocument } from './openapi-document.ts';

/** The page's own script, and nothing else that would run. */
const pagePolicy =
  "default-src 'none';style-src 'self';script-src 'self';frame-ancestors 'none';base-uri 'none';form-action 'none'";

/** The gateway's documentation. It holds nothing that is not in the public source, so anybody may read it. */
@Controller()
export class DocumentationController {
  // Made when they are first asked for: they take a good part of the time of a start, and few starts are asked for them.
  #document: object | undefined;
  #page: string | undefined;

  constructor(private readonly address: PublicAddress) {}

  @PublicPage('/api/openapi.json')
  openApi(): object {
    return (this.#document ??= openApiDocument(this.address.base));
  }

  @PublicPage('/api/docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', pagePolicy)
  page(): string {
    return (this.#page ??= documentationPage());
  }

  @PublicPage('/api/docs.css')
  @Header('content-type', 'text/css; charset=utf-8')
  style(): string {
    return documentationStyle;
  }

  @PublicPage('/api/docs.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  script(): string {
    return documentationScript;
  }
}
