/** Gathers the style sheets of single pages; imported after app.css, which sets the order of the layers. */
import.meta.glob("../pages/*.css", { eager: true });
