package io.jenkins.plugins.distrolessscan.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.distrolessscan.engine.ScannedTarget;
import io.jenkins.plugins.distrolessscan.engine.Scans;
import io.jenkins.plugins.distrolessscan.engine.model.CollectedScan;
import io.jenkins.plugins.distrolessscan.engine.model.Observation;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The agent's JSON is the controller's, byte for byte. */
class RecordWriterTest {
    enum Word {
        PLAIN {
            @Override
            public String toString() {
                return "a word of its own";
            }
        }
    }

    record Inner(Word word, Instant time) {}

    record Every(
            String text,
            boolean flag,
            int small,
            long large,
            Optional<Integer> some,
            Optional<String> none,
            OptionalLong number,
            OptionalLong noNumber,
            byte[] bytes,
            List<Inner> list,
            Map<String, Long> map) {}

    private static final Every EVERY = new Every(
            "quote \" back \\ line \n bell \u0007 umlaut \u00fc pair \ud83d\ude00",
            true,
            Integer.MIN_VALUE,
            Long.MAX_VALUE,
            Optional.of(7),
            Optional.empty(),
            OptionalLong.of(-5),
            OptionalLong.empty(),
            new byte[] {0, 1, -1, 62, 63},
            List.of(new Inner(Word.PLAIN, Instant.ofEpochSecond(1_700_000_000, 120_000_000))),
            unsorted());

    private static Map<String, Long> unsorted() {
        Map<String, Long> map = new LinkedHashMap<>();
        map.put("z", 1L);
        map.put("a", 2L);
        return map;
    }

    private static String written(Record document) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RecordWriter.write(out, document);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String mapped(Record document) throws Exception {
        return new String(Json.writer().writeValueAsBytes(document), StandardCharsets.UTF_8);
    }

    @Test
    void everyKindOfMemberIsWrittenAsTheMapperWritesIt() throws Exception {
        assertThat(written(EVERY))
                .isEqualTo(mapped(EVERY))
                .contains("a word of its own", "\"none\":null", "\"a\":2,\"z\":1");
    }

    @Test
    void aWholeScanIsWrittenAsTheMapperWritesIt() throws Exception {
        CollectedScan sound = Scans.sound().build().scan();
        Observation withEvidence =
                FactsFileTest.withEvidence(ScannedTarget.named("other").observation(), new byte[] {1, 2, 3});
        CollectedScan scan = sound.with(List.of(sound.observations().get(0), withEvidence));
        assertThat(written(scan)).isEqualTo(mapped(scan));
    }

    @Test
    void thereIsNoMemberOfAScanThatItDoesNotKnow() {
        Set<Type> seen = new HashSet<>();
        look(CollectedScan.class, seen);
        assertThat(seen).contains(Observation.class, byte[].class, Instant.class);
    }

    private static void look(Type type, Set<Type> seen) {
        if (type instanceof ParameterizedType known) {
            Class<?> raw = (Class<?>) known.getRawType();
            assertThat(raw == Optional.class
                            || Collection.class.isAssignableFrom(raw)
                            || Map.class.isAssignableFrom(raw))
                    .as("%s", type)
                    .isTrue();
            for (Type argument : known.getActualTypeArguments()) {
                look(argument, seen);
            }
        } else if (seen.add(type) && type instanceof Class<?> known && known.isRecord()) {
            for (RecordComponent member : known.getRecordComponents()) {
                look(member.getGenericType(), seen);
            }
        } else if (!((Class<?>) type).isRecord()) {
            assertThat(((Class<?>) type).isEnum()
                            || Set.of(
                                            String.class,
                                            boolean.class,
                                            Boolean.class,
                                            int.class,
                                            Integer.class,
                                            long.class,
                                            Long.class,
                                            OptionalLong.class,
                                            Instant.class,
                                            byte[].class)
                                    .contains(type))
                    .as("%s", type)
                    .isTrue();
        }
    }

    record Strange(Thread thread) {}

    @Test
    void whatItDoesNotKnowIsAnErrorAndNotSilence() {
        assertThatThrownBy(() -> written(new Strange(Thread.currentThread())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Thread");
    }
}
