package io.jenkins.plugins.distrolessscan.engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadLabelsTest {
    private static Optional<String> labels(String selector) throws Exception {
        return WorkloadLabels.of(ApiJson.parse(selector.replace('\'', '"')));
    }

    @Test
    void aSelectorBecomesTheTextThatAListTakes() throws Exception {
        assertThat(labels("{'matchLabels':{'app':'web','tier':'front'}}")).contains("app=web,tier=front");
        assertThat(labels("{'matchExpressions':["
                        + "{'key':'a','operator':'In','values':['x','y']},{'key':'b','operator':'NotIn','values':['z']},"
                        + "{'key':'c','operator':'Exists'},{'key':'d','operator':'DoesNotExist'}]}"))
                .contains("a in (x,y),b notin (z),c,!d");
    }

    @Test
    void whatWouldMeanEveryPodOrIsNotUnderstoodIsNoSelector() throws Exception {
        assertThat(labels("{}")).isEmpty();
        assertThat(labels("{'matchLabels':{'a':'b'},'matchExpressions':[{'key':'a','operator':'Near'}]}"))
                .isEmpty();
    }
}
