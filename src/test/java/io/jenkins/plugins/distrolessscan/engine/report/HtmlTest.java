package io.jenkins.plugins.distrolessscan.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void textsAndValuesAreEscapedAndElementsAreClosed() {
        Html html = Html.document().open("p", "title", "\"'<&>").text("\"'<&>").close();
        assertThat(html.toString())
                .isEqualTo("<!DOCTYPE html>\n<p title=\"&quot;&#39;&lt;&amp;&gt;\">&quot;&#39;&lt;&amp;&gt;</p>");
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Html.document().open("p onclick")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Html.document().open("p", "x=\"", "y")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Html.document().style("</style>")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anElementLeftOpenIsAnError() {
        assertThatThrownBy(() -> Html.document().open("p").toString()).isInstanceOf(IllegalStateException.class);
    }
}
