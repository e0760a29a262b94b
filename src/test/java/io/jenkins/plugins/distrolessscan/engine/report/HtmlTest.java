package io.jenkins.plugins.distrolessscan.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {
    private final StringBuilder text = new StringBuilder();

    private Html document() {
        return Html.document(new TextOut(text));
    }

    @Test
    void textsAndValuesAreEscapedAndElementsAreClosed() {
        document().open("p", "title", "\"'<&>").text("\"'<&>").close();
        assertThat(text.toString())
                .isEqualTo("<!DOCTYPE html>\n<p title=\"&quot;&#39;&lt;&amp;&gt;\">&quot;&#39;&lt;&amp;&gt;</p>");
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> document().open("p onclick")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> document().open("p", "x=\"", "y")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> document().style("</style>")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anElementLeftOpenIsAnError() {
        assertThatThrownBy(() -> document().open("p").end()).isInstanceOf(IllegalStateException.class);
    }
}
