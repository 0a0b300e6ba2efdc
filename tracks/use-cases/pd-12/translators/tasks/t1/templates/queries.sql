-- Each query: one SELECT, named by the question it answers. Count and compare; do not list people.

-- Q1: <<the complaint as a question that a number can answer>>?
SELECT <<columns>>
FROM <<table>>
GROUP BY <<segment>>;
