import { expect } from 'chai';
import { readFlavour, startedStatement, statementTimeout } from './mysql-flavour.ts';
import { expectedRows } from './slices.ts';

describe('flavours of MySQL', () => {
  it('are told by their version, whatever stands around it', () => {
    const told = (version: string): string => readFlavour(version).title;
    expect(told('5.5.5-10.3.39-MariaDB-log')).to.equal('MariaDB 10.3.39');
    expect(told('10.11.14-MariaDB-0+deb12u2')).to.equal('MariaDB 10.11.14');
    expect(told('8.0.39-0ubuntu0.22.04.1')).to.equal('MySQL 8.0.39');
    expect(told('8.0.36-28')).to.equal('MySQL 8.0.36');
    expect(told('9.7.4-2')).to.equal('MySQL 9.7.4');
    expect(told('5.7.mysql_aurora.2.11.1')).to.equal('MySQL 5.7');
  });

  it('have no old statistics but from MySQL 8 on', () => {
    const old = ['8.0.39', '8.4.2', '9.7.4-2', '8.0.11-TiDB-v7.5.0'];
    const fresh = ['5.7.44-log', '5.6.51', '10.11.14-MariaDB', '11.4.2-MariaDB', '5.5.5-10.3.39-MariaDB'];
    expect(old.filter((version) => readFlavour(version).hasOldStatistics)).to.deep.equal(old);
    expect(fresh.filter((version) => readFlavour(version).hasOldStatistics)).to.deep.equal([]);
  });

  it('end long statements by a setting of their own, in milliseconds or seconds', () => {
    const [mysql, mariadb] = [readFlavour('8.4.2'), readFlavour('10.11.14-MariaDB')];
    expect(statementTimeout(mysql, 1500)).to.equal('SET SESSION max_execution_time = 1500');
    expect(statementTimeout(mariadb, 1500)).to.equal('SET SESSION max_statement_time = 1.5');
    expect(statementTimeout(mysql, Number.POSITIVE_INFINITY)).to.match(/= 0$/);
    expect(statementTimeout(mariadb, 0.2)).to.match(/= 0\.001$/);
    expect(startedStatement(mysql)).to.include('performance_schema');
    expect(startedStatement(mariadb)).to.include('information_schema');
  });

  it('say in formats of their own how many rows they expect', () => {
    expect(expectedRows('{"query_block":{"table":{"rows": 10334,"filtered":100}}}')).to.equal(10_334);
    expect(expectedRows('{"table": {"rows_examined_per_scan": 7, "rows_produced_per_join": 1}}')).to.equal(7);
    expect(expectedRows('{"query_plan": {"inputs": [{"estimated_rows": 10334.0}]}}')).to.equal(10_334);
    expect(expectedRows('{"inputs": [{"estimated_rows": 1.5e+06}]}')).to.equal(1_500_000);
    expect(expectedRows('{"query": "select `a\\"rows\\": 5`", "message": "Impossible WHERE"}')).to.equal(0);
    expect(expectedRows(null)).to.equal(0);
  });
});
