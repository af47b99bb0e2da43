import { Controller, Header } from '@nestjs/common';
import { PublicAddress } from '../console-session/public-address.ts';
import { PublicPage } from '../serves.ts';
import { documentationPage, documentationStyle } from './documentation-page.ts';
import { openApiDocument } from './openapi-document.ts';

/** The gateway's documentation. It holds nothing that is not in the public source, so anybody may read it. */
@Controller()
export class DocumentationController {
  readonly #document: object;
  readonly #page = documentationPage();

  constructor(address: PublicAddress) {
    this.#document = openApiDocument(address.base);
  }

  @PublicPage('/api/openapi.json')
  openApi(): object {
    return this.#document;
  }

  @PublicPage('/api/docs')
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return this.#page;
  }

  @PublicPage('/api/docs.css')
  @Header('content-type', 'text/css; charset=utf-8')
  style(): string {
    return documentationStyle;
  }
}
