/** Draws the API's documentation from our own OpenAPI document. */

window.addEventListener("DOMContentLoaded", () => {
  // @ts-expect-error: the bundle is a classic script that leaves this name behind.
  window.SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#docs",
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
  });
});
