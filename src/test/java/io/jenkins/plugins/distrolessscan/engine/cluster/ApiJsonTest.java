package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of the API's JSON; the mapper, which the tests have, says what is right. */
class ApiJsonTest {
    private static ApiJson json(String text) throws IOException {
        return ApiJson.parse(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':{'b':[1,2.5,-3,true,false,null,'x\\u0000\\n\\u00fc'],'c':{}},'d':[],'e':12345678901234567890}",
                "[]",
                "'text'",
                "7",
                "null",
                "true"
            })
    void whatIsReadIsWrittenAgain(String text) throws Exception {
        String quoted = text.replace('\'', '"');
        assertThat(ApiJson.parse(quoted).toString())
                .isEqualTo(Pods.JSON.readTree(quoted).toString());
        assertThat(ApiJson.parse(quoted.getBytes(StandardCharsets.UTF_8)).toString())
                .isEqualTo(Pods.JSON.readTree(quoted).toString());
    }

    @Test
    void aPathLeadsThroughWhatIsNotThere() throws Exception {
        ApiJson pod = json("{'a':{'b':'x','n':null},'l':[{'c':1}]}");
        assertThat(pod.path("a").path("b").asText()).isEqualTo("x");
        for (ApiJson nothing : List.of(
                pod.path("z"),
                pod.path("z").path("y"),
                pod.path("l").path("c"),
                pod.path("a").path("b").path("c"))) {
            assertThat(nothing.isMissing()).isTrue();
            assertThat(nothing.asText()).isEmpty();
            assertThat(nothing.asText("other")).isEqualTo("other");
            assertThat(nothing.asBoolean()).isFalse();
            assertThat(nothing.asLong()).isZero();
            assertThat(nothing.asDouble()).isZero();
            assertThat(nothing.size()).isZero();
            assertThat(nothing).isEmpty();
            assertThat(nothing).hasToString("");
        }
        assertThat(pod.has("a")).isTrue();
        assertThat(pod.has("z")).isFalse();
        assertThat(pod.path("a").has("n")).isTrue();
        assertThat(pod.path("a").hasNonNull("n")).isFalse();
        assertThat(pod.path("a").hasNonNull("b")).isTrue();
        assertThat(pod.path("a").hasNonNull("z")).isFalse();
        assertThat(pod.path("a").path("n").isMissing()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'x',x,TEXT",
        "1,1,INT",
        "4294967296,4294967296,LONG",
        "1.5,1.5,FLOAT",
        "12345678901234567890,12345678901234567890,FLOAT",
        "true,true,TRUTH",
        "null,other,NOTHING",
        "{},other,OBJECT",
        "[],other,LIST"
    })
    void eachKindIsOneKind(String text, String asText, String kind) throws Exception {
        ApiJson value = json(kind.equals("TEXT") ? "'" + text + "'" : text);
        assertThat(value.asText("other")).isEqualTo(asText);
        assertThat(value.isTextual()).isEqualTo(kind.equals("TEXT"));
        assertThat(value.isInt()).isEqualTo(kind.equals("INT"));
        assertThat(value.isIntegralNumber()).isEqualTo(kind.equals("INT") || kind.equals("LONG"));
        assertThat(value.isBoolean()).isEqualTo(kind.equals("TRUTH"));
        assertThat(value.isObject()).isEqualTo(kind.equals("OBJECT"));
        assertThat(value.isArray()).isEqualTo(kind.equals("LIST"));
        assertThat(value.isEmpty()).isTrue();
        assertThat(value.isMissing()).isFalse();
    }

    @Test
    void numbersAndTruths() throws Exception {
        assertThat(json("4294967297").asLong()).isEqualTo(4_294_967_297L);
        assertThat(json("7").asInt()).isEqualTo(7);
        assertThat(json("7").asDouble()).isEqualTo(7);
        assertThat(json("1.5").asDouble()).isEqualTo(1.5);
        assertThat(json("1.5").asLong()).isZero();
        assertThat(json("'7'").asLong()).isZero();
        assertThat(json("true").asBoolean()).isTrue();
        assertThat(json("'true'").asBoolean()).isTrue();
        assertThat(json("false").asBoolean()).isFalse();
        assertThat(json("'yes'").asBoolean()).isFalse();
    }

    @Test
    void itemsAndMembersComeInTheirOrder() throws Exception {
        List<String> items = new ArrayList<>();
        json("['z','a']").forEach(item -> items.add(item.asText()));
        json("{'y':'1','b':'2'}").forEach(item -> items.add(item.asText()));
        assertThat(items).containsExactly("z", "a", "1", "2");
        assertThat(json("{'y':1,'b':2}").members().keySet()).containsExactly("y", "b");
        assertThat(json("[1]").members()).isEmpty();
        assertThat(json("{'y':1,'b':2}").size()).isEqualTo(2);
        assertThat(json("[1,2,3]").size()).isEqualTo(3);
        assertThat(json("[1]").isEmpty()).isFalse();
        assertThat(json("'x'")).isEmpty();
    }

    @Test
    void equalJsonIsEqualWhateverTheOrderOfItsMembers() throws Exception {
        assertThat(json("{'a':1,'b':[{'c':null}]}"))
                .isEqualTo(json("{'b':[{'c':null}],'a':1}"))
                .hasSameHashCodeAs(json("{'b':[{'c':null}],'a':1}"))
                .isNotEqualTo(json("{'b':[],'a':1}"))
                .isNotEqualTo("{}");
        assertThat(json("[1,2]")).isNotEqualTo(json("[2,1]"));
        assertThat(json("1")).isNotEqualTo(json("'1'"));
        assertThat(json("null")).isNotEqualTo(ApiJson.MISSING);
        assertThat(json("1").hashCode()).isNotEqualTo(json("2").hashCode());
    }

    @Test
    void whatIsPutTogetherIsWrittenWithWhatWasRead() throws Exception {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("list", List.of("x", 1L, true));
        body.put("read", json("{'type':'RuntimeDefault'}"));
        assertThat(ApiJson.of(body)).hasToString("{\"list\":[\"x\",1,true],\"read\":{\"type\":\"RuntimeDefault\"}}");
    }

    @Test
    void nothingIsNothingAndWhatIsNoJsonIsAnError() throws Exception {
        assertThat(ApiJson.parse(new byte[0]).isMissing()).isTrue();
        for (String wrong : List.of("{", "[1", "no", "{'a'}", "[".repeat(200), "{'a':[1,]}")) {
            assertThatThrownBy(() -> json(wrong)).as(wrong).isInstanceOf(IOException.class);
        }
    }

    @Test
    void ofAMemberThatIsThereTwiceTheLastCounts() throws Exception {
        assertThat(json("{'a':1,'a':2}").path("a").asInt()).isEqualTo(2);
    }
}
